"""How files were read: a person's saved profiles, and a record of every import."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, col, select

from quantboard.db.backtests import Backtest
from quantboard.db.base import TEAM, Json, OwnedRow


class ReadingProfile(OwnedRow, table=True):
    """A saved way to read files that have these columns: hints by name."""

    __tablename__ = "reading_profiles"
    __table_args__ = (sa.UniqueConstraint("owner_id", "name", name="uq_reading_profiles_owner_name"),)

    name: str = Field(max_length=120)
    columns: list[str] = Field(default_factory=list, sa_type=Json)
    hints: dict[str, Any] = Field(default_factory=dict, sa_type=Json)


class ImportRecord(OwnedRow, table=True):
    """What one import was given and what became of it. It outlives its task; deleting it harms no dataset."""

    __tablename__ = "import_records"

    name: str = Field(max_length=120)
    dataset_id: str = Field(max_length=32, index=True)
    task_id: str | None = Field(default=None, max_length=32, index=True)
    status: str = Field(default="queued", max_length=16)
    files: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    rows_read: int | None = Field(default=None, sa_type=sa.BigInteger)
    rows_kept: int | None = Field(default=None, sa_type=sa.BigInteger)
    error: dict[str, Any] = Field(default_factory=dict, sa_type=Json)


def profile(asking: Session, profile_id: str) -> ReadingProfile | None:
    """One profile."""
    return asking.get(ReadingProfile, profile_id)


def profiles(asking: Session, owner_id: str) -> Sequence[ReadingProfile]:
    """A person's profiles, by name."""
    question = select(ReadingProfile).where(col(ReadingProfile.owner_id) == owner_id)
    return asking.exec(question.order_by(sa.func.lower(col(ReadingProfile.name)), col(ReadingProfile.id))).all()


def record(asking: Session, record_id: str) -> ImportRecord | None:
    """One record."""
    return asking.get(ImportRecord, record_id)


def record_of(asking: Session, task_id: str) -> ImportRecord | None:
    """The record of a task."""
    return asking.exec(select(ImportRecord).where(col(ImportRecord.task_id) == task_id)).first()


def records(asking: Session, owner_id: str, limit: int, offset: int) -> tuple[Sequence[ImportRecord], int]:
    """A person's imports, newest first, and how many there are."""
    mine = col(ImportRecord.owner_id) == owner_id
    newest = col(ImportRecord.created_at).desc(), col(ImportRecord.id)
    found = asking.exec(select(ImportRecord).where(mine).order_by(*newest).offset(offset).limit(limit)).all()
    total = asking.exec(select(sa.func.count()).select_from(ImportRecord).where(mine)).one()
    return found, int(total)


def used_by(asking: Session, owner_id: str, dataset_id: str, limit: int = 200) -> Sequence[Backtest]:
    """Runs on a dataset that a person may see, newest first."""
    seen = sa.or_(col(Backtest.owner_id) == owner_id, col(Backtest.visibility) == TEAM)
    question = select(Backtest).where(col(Backtest.dataset_id) == dataset_id, col(Backtest.deleted_at).is_(None), seen)
    return asking.exec(question.order_by(col(Backtest.created_at).desc()).limit(limit)).all()
