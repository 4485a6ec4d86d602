"""Programs that people ran in the sandbox: who, when, which source, how it ended, what was refused."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, col, select

from quantboard.db.base import Json, Row


class CodeRun(Row, table=True):
    """One run of a program; ``outcome`` is empty until it has ended."""

    __tablename__ = "code_runs"

    owner_id: str = Field(foreign_key="users.id", ondelete="CASCADE", max_length=32, index=True)
    task_id: str = Field(default="", max_length=32, index=True)
    title: str = Field(default="", max_length=200)
    digest: str = Field(max_length=64, index=True)
    source: str = Field(sa_type=sa.Text)
    asked: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    outcome: str = Field(default="", max_length=16, index=True)
    seconds: float = 0.0
    peak_mb: float = 0.0
    n_refusals: int = 0
    answer: dict[str, Any] | None = Field(default=None, sa_type=Json)
    finished_at: datetime | None = None


def get(asking: Session, run_id: str) -> CodeRun | None:
    """One run."""
    return asking.get(CodeRun, run_id)


def find(asking: Session, owner_id: str, limit: int, offset: int, outcome: str = "") -> tuple[Sequence[CodeRun], int]:
    """Runs, the newest first, and how many there are; of one person, or with an empty ``owner_id`` of all."""
    where: list[Any] = [col(CodeRun.owner_id) == owner_id] if owner_id else []
    if outcome:
        where.append(col(CodeRun.outcome) == outcome)
    total = asking.exec(select(sa.func.count()).select_from(CodeRun).where(*where)).one()
    wanted = select(CodeRun).where(*where).order_by(col(CodeRun.created_at).desc(), col(CodeRun.id))
    return asking.exec(wanted.limit(limit).offset(offset)).all(), total
