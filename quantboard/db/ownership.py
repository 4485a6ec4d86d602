"""What a person owns, and how it comes to somebody else."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from quantboard.db.objects import KINDS
from quantboard.db.schedules import Schedule

OWNABLE: dict[str, Any] = {kind: known.table for kind, known in KINDS.items()} | {"schedule": Schedule}


def counts(session: Session, user_id: str) -> dict[str, int]:
    """How many things of each kind a person owns, those in the trash too."""
    return {
        kind: int(session.exec(select(sa.func.count()).select_from(table).where(table.owner_id == user_id)).one())
        for kind, table in OWNABLE.items()
    }


def owned(session: Session, kind: str, user_id: str) -> Sequence[Any]:
    """The rows of one kind that a person owns, the oldest first."""
    table = OWNABLE[kind]
    return session.exec(select(table).where(table.owner_id == user_id).order_by(col(table.created_at))).all()
