"""Schedules: what is to be started again and again, and every question about them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, col, select

from quantboard.db.base import Json, OwnedRow


class Schedule(OwnedRow, table=True):
    """One cron line in its time zone. ``next_at`` is the slot to be taken; whoever moves it on starts the run."""

    __tablename__ = "schedules"

    name: str = Field(max_length=120)
    kind: str = Field(max_length=64)
    params: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    cron: str = Field(max_length=100)
    zone: str = Field(max_length=64)
    is_enabled: bool = True
    next_at: datetime | None = Field(default=None, index=True)
    last_at: datetime | None = None
    last_task_id: str | None = Field(default=None, max_length=32)
    problem: str = Field(default="", max_length=300)


def get(asking: Session, schedule_id: str) -> Schedule | None:
    """One schedule, as the database has it now."""
    return asking.get(Schedule, schedule_id, populate_existing=True)


def listed(asking: Session, owner_id: str | None) -> Sequence[Schedule]:
    """Of one owner, or everybody's with ``None``: the next to run first."""
    wanted = select(Schedule).order_by(col(Schedule.next_at).is_(None), col(Schedule.next_at), col(Schedule.name))
    return asking.exec(wanted if owner_id is None else wanted.where(Schedule.owner_id == owner_id)).all()


def due(asking: Session, at: datetime) -> Sequence[Schedule]:
    """Those whose slot has come."""
    wanted = select(Schedule).where(col(Schedule.is_enabled).is_(True), col(Schedule.next_at) <= at)
    return asking.exec(wanted.execution_options(populate_existing=True)).all()


def take(asking: Session, schedule_id: str, slot: datetime, next_at: datetime | None, at: datetime) -> bool:
    """Move a due schedule on from ``slot``; true for exactly one of all that try."""
    moved = asking.exec(
        sa.update(Schedule)
        .where(col(Schedule.id) == schedule_id, col(Schedule.next_at) == slot, col(Schedule.is_enabled).is_(True))
        .values(next_at=next_at, last_at=at)
        .execution_options(synchronize_session=False)
    )
    return bool(moved.rowcount)


def note_run(asking: Session, schedule_id: str, task_id: str | None, problem: str) -> None:
    """Remember what became of the newest run."""
    values: dict[str, Any] = {"problem": problem[:300]} | ({"last_task_id": task_id} if task_id else {})
    asking.exec(sa.update(Schedule).where(col(Schedule.id) == schedule_id).values(**values))


def remove(asking: Session, row: Schedule) -> None:
    """Forget a schedule."""
    asking.delete(row)
    asking.flush()
