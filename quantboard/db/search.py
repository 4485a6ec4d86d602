"""Objects of every kind by their name: what a person owns or the team shares, without what was deleted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from quantboard.db.base import TEAM

NAMES = {
    "datasets": "name",
    "strategies": "name",
    "backtests": "name",
    "tasks": "title",
}  # table → what it is called by
ESCAPE = "\\"


@dataclass(frozen=True)
class Found:
    """One object of a table."""

    table: str
    id: str
    name: str
    changed_at: datetime


def by_name(asking: Session, owner_id: str, table: str, patterns: Sequence[str], limit: int) -> list[Found]:
    """Those whose name matches every LIKE pattern, the last changed first."""
    rows, name = _rows(owner_id, table)
    for pattern in patterns:
        rows = rows.where(name.ilike(pattern, escape=ESCAPE))
    return _found(asking, table, rows.limit(limit))


def by_id(asking: Session, owner_id: str, table: str, ids: Sequence[str]) -> list[Found]:
    """Those of ``ids`` that the person may see."""
    rows, _ = _rows(owner_id, table)
    return _found(asking, table, rows.where(SQLModel.metadata.tables[table].c.id.in_(ids)))


def _rows(owner_id: str, table: str) -> tuple[sa.Select[Any], sa.ColumnElement[str]]:
    columns = SQLModel.metadata.tables[table].c
    name, changed = columns[NAMES[table]], columns["updated_at" if "updated_at" in columns else "created_at"]
    mine = columns.owner_id == owner_id
    rows = sa.select(columns.id, name, changed).where(
        sa.or_(mine, columns.visibility == TEAM) if "visibility" in columns else mine
    )
    if "deleted_at" in columns:
        rows = rows.where(columns.deleted_at.is_(None))
    return rows.order_by(changed.desc(), columns.id), name


def _found(asking: Session, table: str, rows: sa.Select[Any]) -> list[Found]:
    return [Found(table, *row) for row in asking.connection().execute(rows)]
