"""Runs: what was asked, what decided it, what came out, and every question about them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, col, select

from quantboard.core.listing import RunFilter
from quantboard.core.task import Status
from quantboard.db.base import TEAM, Json, KeptRow
from quantboard.db.datasets import Dataset
from quantboard.db.tasks import Task


class Backtest(KeptRow, table=True):
    """One run. Its state is that of its task; ``result_id`` is set once the result stands in place."""

    __tablename__ = "backtests"

    name: str = Field(max_length=120)
    strategy_id: str | None = Field(default=None, max_length=32, index=True)
    strategy_name: str = Field(max_length=120)
    dataset_id: str = Field(max_length=32, index=True)
    dataset_name: str = Field(max_length=120)
    version_id: str = Field(max_length=32)
    source: str = Field(sa_type=sa.Text)
    request: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    task_id: str | None = Field(default=None, max_length=32, index=True)
    spec: dict[str, Any] | None = Field(default=None, sa_type=Json)
    spec_digest: str | None = Field(default=None, max_length=64, index=True)
    data_hash: str | None = Field(default=None, max_length=64)
    result_id: str | None = Field(default=None, max_length=32)
    result_hash: str | None = Field(default=None, max_length=64)
    metrics: dict[str, Any] | None = Field(default=None, sa_type=Json)
    same_as: str | None = Field(default=None, max_length=32)
    verified: str = Field(default="", max_length=16)
    finished_at: datetime | None = None
    note: str = Field(default="", sa_type=sa.Text, sa_column_kwargs={"server_default": ""})
    tags: str = Field(default="", sa_type=sa.Text, sa_column_kwargs={"server_default": ""})  # each within line breaks
    is_favourite: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    is_unfinished: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    reached: str | None = Field(default=None, max_length=32)  # the last bar of an unfinished result
    setup_id: str | None = Field(default=None, max_length=32, index=True)
    benchmark_version_id: str | None = Field(default=None, max_length=32)  # of another dataset's benchmark

    @property
    def tag_list(self) -> list[str]:
        """Its tags, in order."""
        return [one for one in self.tags.split("\n") if one]


SMALLER_IS_BETTER = ("volatility", "turnover")


def metric(name: str) -> Any:
    """One headline of a run, for use in a question."""
    return sa.type_coerce(col(Backtest.metrics), sa.JSON())[name].as_float()


def conditions(asked: RunFilter) -> list[Any]:
    """What a run must meet."""
    found: list[Any] = []
    if asked.strategy:
        named = sa.and_(col(Backtest.strategy_id).is_(None), col(Backtest.strategy_name) == asked.strategy)
        found.append(sa.or_(col(Backtest.strategy_id) == asked.strategy, named))
    for column, value in ((Backtest.dataset_id, asked.dataset), (Backtest.owner_id, asked.owner)):
        if value:
            found.append(col(column) == value)
    if asked.setup:
        found.append(col(Backtest.setup_id) == asked.setup)
    if asked.tag:
        found.append(col(Backtest.tags).contains(f"\n{asked.tag}\n", autoescape=True))
    if asked.since is not None:
        found.append(col(Backtest.created_at) >= asked.since)
    if asked.until is not None:
        found.append(col(Backtest.created_at) < asked.until)
    if asked.is_favourite:
        found.append(col(Backtest.is_favourite).is_(True))
    return found


def best_of_each(where: Sequence[Any], best_by: str) -> Any:
    """The ids of the best run of each strategy among those that meet ``where``; unfinished ones do not compete."""
    value = metric(best_by)
    order = value.asc() if best_by in SMALLER_IS_BETTER else value.desc()
    of_strategy = sa.func.coalesce(col(Backtest.strategy_id), col(Backtest.strategy_name))
    place = sa.func.row_number().over(partition_by=of_strategy, order_by=[order, col(Backtest.created_at).desc()])
    competing = (*where, value.is_not(None), col(Backtest.is_unfinished).is_(False))
    ranked = sa.select(col(Backtest.id), place.label("place")).where(*competing).subquery()
    return sa.select(ranked.c.id).where(ranked.c.place == 1)


def tags_in_use(asking: Session, owner_id: str) -> list[str]:
    """Every tag of the runs that a person sees, by name."""
    seen = select(Backtest.tags).where(
        sa.or_(col(Backtest.owner_id) == owner_id, col(Backtest.visibility) == TEAM),
        col(Backtest.deleted_at).is_(None),
        Backtest.tags != "",
    )
    return sorted({one for tags in asking.exec(seen.distinct()).all() for one in tags.split("\n") if one})


def parties(asking: Session, owner_id: str) -> Sequence[tuple[str | None, str, str, str, str]]:
    """Strategy id and name, dataset id and name, owner of the runs that a person sees, each combination once."""
    columns = (Backtest.strategy_id, Backtest.strategy_name, Backtest.dataset_id, Backtest.dataset_name)
    seen = (
        sa.select(*(col(one) for one in columns), col(Backtest.owner_id))
        .where(sa.or_(col(Backtest.owner_id) == owner_id, col(Backtest.visibility) == TEAM))
        .where(col(Backtest.deleted_at).is_(None))
        .distinct()
    )
    return [tuple(row) for row in asking.connection().execute(seen).all()]


def state() -> sa.ColumnElement[str]:
    """Where a run stands, for use in a question: the state of its task; without a task its result tells."""
    ended = sa.case(
        (col(Backtest.is_unfinished).is_(True), str(Status.CANCELLED)),
        (col(Backtest.result_hash).is_not(None), str(Status.SUCCEEDED)),
        else_=str(Status.FAILED),
    )
    of_task = sa.select(sa.cast(col(Task.status), sa.String)).where(col(Task.id) == col(Backtest.task_id))
    return sa.func.coalesce(of_task.correlate(Backtest).scalar_subquery(), ended)


def get(asking: Session, backtest_id: str) -> Backtest | None:
    """One run that is not deleted."""
    found = asking.get(Backtest, backtest_id)
    return None if found is None or found.deleted_at is not None else found


def with_task(asking: Session, backtest_id: str) -> tuple[Backtest, Task | None] | None:
    """One run and its task, as the database has them now."""
    wanted = select(Backtest, Task).join(Task, col(Task.id) == col(Backtest.task_id), isouter=True)
    found = asking.exec(
        wanted.where(Backtest.id == backtest_id, col(Backtest.deleted_at).is_(None)).execution_options(
            populate_existing=True
        )
    ).first()
    return None if found is None else (found[0], found[1])


def listed(asking: Session, owner_id: str, limit: int, offset: int) -> Sequence[tuple[Backtest, Task | None]]:
    """What a person owns or the team shares, newest first, each with its task."""
    wanted = (
        select(Backtest, Task)
        .join(Task, col(Task.id) == col(Backtest.task_id), isouter=True)
        .where(sa.or_(col(Backtest.owner_id) == owner_id, col(Backtest.visibility) == TEAM))
        .where(col(Backtest.deleted_at).is_(None))
        .order_by(col(Backtest.created_at).desc(), col(Backtest.id))
        .limit(limit)
        .offset(offset)
    )
    return [(row[0], row[1]) for row in asking.exec(wanted).all()]


def earlier(asking: Session, owner_id: str, spec_digest: str, but: str) -> Backtest | None:
    """The person's first finished run of the same specification, other than ``but``."""
    wanted = select(Backtest).where(
        Backtest.owner_id == owner_id,
        Backtest.spec_digest == spec_digest,
        Backtest.id != but,
        col(Backtest.result_hash).is_not(None),
        col(Backtest.is_unfinished).is_(False),
        col(Backtest.deleted_at).is_(None),
    )
    return asking.exec(wanted.order_by(col(Backtest.finished_at), col(Backtest.id)).limit(1)).first()


def results_of(asking: Session, result_ids: Sequence[str]) -> set[str]:
    """Which of these results a run shows."""
    found: set[str] = set()
    for start in range(0, len(result_ids), 500):
        some = result_ids[start : start + 500]
        found |= {
            one for one in asking.exec(select(Backtest.result_id).where(col(Backtest.result_id).in_(some))) if one
        }
    return found


def newest_version(asking: Session, dataset_id: str) -> str:
    """The newest version of a dataset; empty while there is none."""
    return asking.exec(select(Dataset.version_id).where(Dataset.id == dataset_id)).first() or ""
