"""All rows as plain data and back: the same text on SQLite and PostgreSQL, so that one restores the other's backup."""

import base64
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel.sql.sqltypes import UTCDateTime

from quantboard.db import migrations
from quantboard.db.base import Json
from quantboard.db.session import engine, is_sqlite
from quantboard.db.tables import METADATA

BATCH = 500
LOCK_PATIENCE_S = 10.0
INSTANT, DOCUMENT, BYTES, FLAG, PLAIN = "instant", "json", "bytes", "flag", "plain"


@dataclass(frozen=True)
class Table:
    """One table as it was dumped: its columns with their kinds."""

    name: str
    columns: dict[str, str]

    def clause(self) -> sa.TableClause:
        """Something to select from and insert into, with types that behave alike on both databases."""
        types: dict[str, Any] = {INSTANT: UTCDateTime(), DOCUMENT: Json(), BYTES: sa.LargeBinary(), FLAG: sa.Boolean()}
        return sa.table(self.name, *(sa.column(name, types.get(kind)) for name, kind in self.columns.items()))


def tables() -> list[Table]:
    """Every table of ours, each after those that it points at."""
    return [Table(one.name, {col.name: _kind(col.type) for col in one.columns}) for one in METADATA.sorted_tables]


def _kind(given: Any) -> str:
    if isinstance(given, sa.DateTime | UTCDateTime):
        return INSTANT
    if isinstance(given, Json | sa.JSON):
        return DOCUMENT
    if isinstance(given, sa.Boolean):
        return FLAG
    return BYTES if isinstance(given, sa.LargeBinary) else PLAIN


@contextmanager
def snapshot() -> Iterator[sa.Connection]:
    """A connection that sees the rows of one instant, whatever is written meanwhile."""
    options = {} if is_sqlite() else {"isolation_level": "REPEATABLE READ"}
    with engine().connect().execution_options(**options) as opened:
        opened.execute(sa.text("SELECT version_num FROM alembic_version"))  # the instant is that of the first question
        yield opened


def lines(opened: sa.Connection, table: Table) -> Iterator[bytes]:
    """The rows of a table, one JSON object a line, in a stable order."""
    clause = table.clause()
    order = [clause.c[one.name] for one in METADATA.tables[table.name].primary_key.columns]
    found = opened.execution_options(yield_per=BATCH).execute(sa.select(clause).order_by(*order))
    for row in found.mappings():
        shape = {name: _plain(row[name]) for name in table.columns}
        yield json.dumps(shape, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def _back(value: Any, kind: str) -> Any:
    if value is None:
        return None
    if kind == INSTANT:
        return datetime.fromisoformat(value)
    return base64.b64decode(value) if kind == BYTES else value


def is_empty() -> bool:
    """Whether nobody has an account here: a database without tables, or without people."""
    with engine().connect() as opened:
        if not sa.inspect(opened).has_table("users"):
            return True
        return opened.execute(sa.text("SELECT id FROM users LIMIT 1")).first() is None


def make_tables(opened: sa.Connection, revision: str) -> None:
    """Empty tables of ``revision``, in place of those that are there."""
    if opened.dialect.name == "postgresql":
        patience = f"{LOCK_PATIENCE_S:g}s"  # a server that still runs would hold us for ever
        opened.execute(sa.text(f"SET LOCAL lock_timeout = '{patience}'"))
    ours = {*METADATA.tables, "alembic_version"}
    found = sa.MetaData()
    found.reflect(opened, only=lambda name, _: name in ours)
    found.drop_all(opened)
    migrations.upgrade_on(opened, revision)


def place() -> Path | None:
    """The file of this instance's database; ``None`` where it is no file."""
    return Path(engine().url.database or "") if is_sqlite() else None


@contextmanager
def rebuilding(file: Path | None) -> Iterator[sa.Connection]:
    """A connection to fill anew: to a fresh SQLite ``file``, else to this instance's database in one transaction."""
    made = sa.create_engine(f"sqlite:///{file}") if file else engine()
    try:
        with made.begin() as opened:
            yield opened
    finally:
        if file:
            made.dispose()


def load(opened: sa.Connection, table: Table, rows: Iterable[bytes]) -> int:
    """Insert dumped rows. What points at a row of the same table is filled in afterwards."""
    clause = table.clause()
    own = _own_pointers(opened, table.name)
    n_rows, later = 0, []
    for batch in _batches(rows, BATCH):
        values = [{name: _back(row.get(name), kind) for name, kind in table.columns.items()} for row in batch]
        for value in values:
            held = {name: value[name] for name in own if value.get(name) is not None}
            if held:
                later.append((value["id"], held))
                value.update(dict.fromkeys(held))
        opened.execute(sa.insert(clause), values)
        n_rows += len(values)
    for identity, held in later:
        opened.execute(sa.update(clause).where(clause.c.id == identity).values(**held))
    _continue_numbers(opened, table)
    return n_rows


def _batches(rows: Iterable[bytes], size: int) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for line in rows:
        batch.append(json.loads(line))
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _own_pointers(opened: sa.Connection, name: str) -> Sequence[str]:
    keys = sa.inspect(opened).get_foreign_keys(name)
    return [key["constrained_columns"][0] for key in keys if key["referred_table"] == name]


def _continue_numbers(opened: sa.Connection, table: Table) -> None:
    """PostgreSQL's counters go on behind the highest number; SQLite's do so by themselves."""
    if opened.dialect.name != "postgresql" or "id" not in table.columns:
        return
    counter = opened.execute(sa.text("SELECT pg_get_serial_sequence(:name, 'id')"), {"name": table.name}).scalar()
    if counter:
        highest = opened.execute(sa.select(sa.func.max(table.clause().c.id))).scalar()
        opened.execute(sa.select(sa.func.setval(counter, highest or 1, highest is not None)))


def broken_pointers(opened: sa.Connection) -> int:
    """Rows that point at nothing; PostgreSQL refused them when they were inserted."""
    return len(opened.exec_driver_sql("PRAGMA foreign_key_check").all()) if opened.dialect.name == "sqlite" else 0
