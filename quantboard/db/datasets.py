"""Datasets, their versions, the files they were made of, and every question about them."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, col, select

from quantboard.db.base import TEAM, Json, KeptRow, OwnedRow, Row


class Upload(OwnedRow, table=True):
    """A file that was received and waits to be imported."""

    __tablename__ = "uploads"

    name: str = Field(max_length=255)
    size: int = Field(sa_type=sa.BigInteger)
    sha256: str = Field(max_length=64)


class Dataset(KeptRow, table=True):
    """A named series of versions; its facts are those of the newest."""

    __tablename__ = "datasets"

    name: str = Field(max_length=120, index=True)
    source: str = Field(default="", max_length=500)
    version_id: str = Field(max_length=32)
    data_hash: str = Field(max_length=64)
    interval: str = Field(max_length=8)
    zone: str = Field(max_length=64)
    n_rows: int = Field(sa_type=sa.BigInteger)
    symbols: list[str] = Field(default_factory=list, sa_type=Json)
    first_stamp: int = Field(sa_type=sa.BigInteger)
    last_stamp: int = Field(sa_type=sa.BigInteger)
    n_findings: int = 0
    is_sample: bool = False


class DatasetVersion(Row, table=True):
    """One immutable version and how it came about: files, reader settings, rows read and kept."""

    __tablename__ = "dataset_versions"

    dataset_id: str = Field(foreign_key="datasets.id", ondelete="CASCADE", max_length=32, index=True)
    number: int = 1
    version_id: str = Field(max_length=32, index=True)
    data_hash: str = Field(max_length=64)
    task_id: str | None = Field(default=None, max_length=32)
    files: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    rows_read: int = Field(sa_type=sa.BigInteger)
    rows_kept: int = Field(sa_type=sa.BigInteger)
    step: str = Field(default="import", max_length=16, sa_column_kwargs={"server_default": "import"})


def upload(asking: Session, upload_id: str) -> Upload | None:
    """One upload."""
    return asking.get(Upload, upload_id)


def dataset(asking: Session, dataset_id: str) -> Dataset | None:
    """One dataset that is not deleted."""
    found = asking.get(Dataset, dataset_id)
    return None if found is None or found.deleted_at is not None else found


def listed(asking: Session, owner_id: str, words: str = "") -> Sequence[Dataset]:
    """What a person owns or the team shares, newest first, with all of ``words`` in name, source or symbols."""
    question = select(Dataset).where(
        col(Dataset.deleted_at).is_(None),
        sa.or_(col(Dataset.owner_id) == owner_id, col(Dataset.visibility) == TEAM),
    )
    for word in words.split():
        like = f"%{word.replace('%', '').replace('_', chr(92) + '_')}%"
        symbols = sa.cast(col(Dataset.symbols), sa.String)
        question = question.where(
            sa.or_(
                col(Dataset.name).ilike(like, escape="\\"),
                col(Dataset.source).ilike(like, escape="\\"),
                symbols.ilike(like, escape="\\"),
            )
        )
    return asking.exec(question.order_by(col(Dataset.created_at).desc())).all()


def named(asking: Session, owner_id: str, name: str) -> Dataset | None:
    """The person's own live dataset of that name, else one of the team."""
    found = [row for row in listed(asking, owner_id) if row.name.casefold() == name.strip().casefold()]
    return min(found, key=lambda row: row.owner_id != owner_id, default=None)


def versions(asking: Session, dataset_id: str) -> Sequence[DatasetVersion]:
    """Every version, oldest first."""
    question = select(DatasetVersion).where(col(DatasetVersion.dataset_id) == dataset_id)
    return asking.exec(question.order_by(col(DatasetVersion.number))).all()


def version(asking: Session, dataset_id: str, number: int) -> DatasetVersion | None:
    """One version by its number."""
    mine = col(DatasetVersion.dataset_id) == dataset_id
    return asking.exec(select(DatasetVersion).where(mine, col(DatasetVersion.number) == number)).first()


def by_task(asking: Session, task_id: str) -> DatasetVersion | None:
    """What a task has already made."""
    return asking.exec(select(DatasetVersion).where(col(DatasetVersion.task_id) == task_id)).first()


def sample(asking: Session, owner_id: str) -> Dataset | None:
    """The person's copy of the shipped sample."""
    return next((row for row in listed(asking, owner_id) if row.is_sample and row.owner_id == owner_id), None)


def upload_with(asking: Session, owner_id: str, sha256: str) -> Upload | None:
    """The person's newest upload of these very bytes."""
    question = select(Upload).where(col(Upload.owner_id) == owner_id, col(Upload.sha256) == sha256)
    return asking.exec(question.order_by(col(Upload.created_at).desc())).first()
