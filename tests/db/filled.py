"""Two rows in every table of whatever schema the database has now: one whole, one with what must be there only."""

import itertools
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from quantboard.db.session import engine

WORDS = {"role": "researcher", "status": "queued", "visibility": "private", "name_key": "", "severity": "info"}
AT = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
_numbers = itertools.count(1)


def reflected() -> sa.MetaData:
    """The tables as the database tells them."""
    found = sa.MetaData()
    found.reflect(engine())
    found.remove(found.tables["alembic_version"])
    return found


def fill() -> dict[str, int]:
    """Add the rows; how many each table has then."""
    tables = reflected()
    with engine().execution_options(writes=True).begin() as opened:
        made: dict[str, list[dict[str, Any]]] = {}
        for table in tables.sorted_tables:
            made[table.name] = []
            for is_whole, place in ((True, 0), (False, 1)):
                row = {
                    column.name: _value(column, made, place)
                    for column in table.columns
                    if not _counts_itself(column) and (is_whole or not column.nullable)
                }
                key = opened.execute(table.insert().values(row)).inserted_primary_key
                made[table.name].append(dict(zip((one.name for one in table.primary_key), key, strict=True)) | row)
    return counted()


def counted() -> dict[str, int]:
    """How many rows each table has."""
    with engine().connect() as opened:
        return {
            table.name: opened.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in reflected().sorted_tables
        }


def _counts_itself(column: sa.Column[Any]) -> bool:
    return column.primary_key and isinstance(column.type, sa.Integer) and not column.foreign_keys


def _value(column: sa.Column[Any], made: dict[str, list[dict[str, Any]]], place: int) -> Any:
    for key in column.foreign_keys:
        parents = made[key.column.table.name]
        return parents[place][key.column.name] if len(parents) > place else None
    kind = column.type
    if isinstance(kind, sa.String):
        return WORDS.get(column.name) or f"{next(_numbers):x}".rjust(32, "0")[-(kind.length or 32) :]
    plain = ((sa.Boolean, False), (sa.Integer, 1), (sa.Float, 0.5), (sa.DateTime, AT), (sa.JSON, {}))
    return next((value for known, value in plain if isinstance(kind, known)), b"")
