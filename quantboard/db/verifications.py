"""Runs that were computed once more elsewhere: whether the result was the same, and where not."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Field, Session, col, select

from quantboard.db.base import Json, Row


class Verification(Row, table=True):
    """One recomputation of a run; ``outcome`` is empty until it has ended, then "same" or "differs"."""

    __tablename__ = "verifications"

    backtest_id: str = Field(foreign_key="backtests.id", ondelete="CASCADE", max_length=32, index=True)
    task_id: str = Field(max_length=32, index=True)
    outcome: str = Field(default="", max_length=16)
    stored_hash: str = Field(default="", max_length=64)
    result_hash: str = Field(default="", max_length=64)
    difference: dict[str, Any] | None = Field(default=None, sa_type=Json)
    worker: str = Field(default="", max_length=128)
    seconds: float = 0.0
    finished_at: datetime | None = None


def newest(asking: Session, backtest_id: str) -> Verification | None:
    """The last recomputation of a run."""
    wanted = select(Verification).where(Verification.backtest_id == backtest_id)
    return asking.exec(wanted.order_by(col(Verification.created_at).desc(), col(Verification.id)).limit(1)).first()


def by_task(asking: Session, task_id: str) -> Verification | None:
    """The one that a task makes."""
    return asking.exec(select(Verification).where(Verification.task_id == task_id)).first()


def of(asking: Session, backtest_id: str) -> Sequence[Verification]:
    """All of a run, the newest first."""
    wanted = select(Verification).where(Verification.backtest_id == backtest_id)
    return asking.exec(wanted.order_by(col(Verification.created_at).desc())).all()
