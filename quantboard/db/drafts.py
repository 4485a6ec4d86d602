"""Graphs that are being drawn, before they become versions of a strategy; and pictures of them to go back to."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, col, select

from quantboard.db.base import Json, Row


class Draft(Row, table=True):
    """A drawing of one person, perhaps of a strategy. Every change raises ``revision``."""

    __tablename__ = "drafts"

    owner_id: str = Field(foreign_key="users.id", ondelete="CASCADE", max_length=32, index=True)
    strategy_id: str | None = Field(default=None, foreign_key="strategies.id", ondelete="CASCADE", max_length=32)
    strategy_version: int = 0
    name: str = Field(max_length=120)
    graph: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    revision: int = 1

    __table_args__ = (sa.UniqueConstraint("owner_id", "strategy_id"),)


class Snapshot(Row, table=True):
    """A draft as it once was, under a name."""

    __tablename__ = "draft_snapshots"

    draft_id: str = Field(foreign_key="drafts.id", ondelete="CASCADE", max_length=32, index=True)
    name: str = Field(max_length=120)
    graph: dict[str, Any] = Field(default_factory=dict, sa_type=Json)


def of_owner(asking: Session, owner_id: str) -> Sequence[Draft]:
    """A person's drafts, last changed first."""
    question = select(Draft).where(col(Draft.owner_id) == owner_id)
    return asking.exec(question.order_by(col(Draft.updated_at).desc())).all()


def of_strategy(asking: Session, owner_id: str, strategy_id: str) -> Draft | None:
    """The draft that a person has of a strategy."""
    question = select(Draft).where(col(Draft.owner_id) == owner_id, col(Draft.strategy_id) == strategy_id)
    return asking.exec(question).first()


def snapshots(asking: Session, draft_id: str) -> Sequence[Snapshot]:
    """The pictures of a draft, newest first."""
    question = select(Snapshot).where(col(Snapshot.draft_id) == draft_id)
    return asking.exec(question.order_by(col(Snapshot.created_at).desc(), col(Snapshot.id))).all()


def change(asking: Session, draft_id: str, seen: int, **fields: Any) -> bool:
    """Change a draft that is still at revision ``seen``; whether it was."""
    where = (col(Draft.id) == draft_id, col(Draft.revision) == seen)
    done = asking.execute(sa.update(Draft).where(*where).values(revision=seen + 1, **fields))
    return bool(done.rowcount)  # type: ignore[attr-defined]


def old(asking: Session, before: datetime) -> Sequence[str]:
    """The drafts that nobody changed since."""
    return asking.exec(select(Draft.id).where(col(Draft.updated_at) < before)).all()


def remove(asking: Session, draft_ids: Sequence[str]) -> None:
    """Drafts with their pictures."""
    asking.execute(sa.delete(Snapshot).where(col(Snapshot.draft_id).in_(draft_ids)))
    asking.execute(sa.delete(Draft).where(col(Draft.id).in_(draft_ids)))
