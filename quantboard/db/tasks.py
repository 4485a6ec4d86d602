"""Background work: its rows, its history, and every question about them. What moves them lies in ``claims.py``."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from quantboard.core.task import CLAIMABLE, ENDED, LIVE, Status
from quantboard.db.base import Json, OwnedRow, now, text_enum
from quantboard.db.users import User

_LIVE_KEY = sa.text("status IN ('queued','running','retrying','paused') AND idempotency_key IS NOT NULL")


class Task(OwnedRow, table=True):
    """One piece of background work. ``attempt`` is the fencing token: only its holder may write.

    With ``waits`` it may not run before ``after_id`` has succeeded; ``deleted_at`` hides it from lists.
    """

    __tablename__ = "tasks"
    __table_args__ = (
        sa.Index(
            "uq_tasks_live_key",
            "owner_id",
            "idempotency_key",
            unique=True,
            sqlite_where=_LIVE_KEY,
            postgresql_where=_LIVE_KEY,
        ),
        sa.Index("ix_tasks_status_queue", "status", "queue"),
        sa.Index("ix_tasks_created_at", "created_at"),
        sa.CheckConstraint("progress >= 0 AND progress <= 1", name="progress"),
    )

    kind: str = Field(max_length=64)
    title: str = Field(max_length=200)
    queue: str = Field(max_length=32)
    priority: int = 0
    params: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    idempotency_key: str | None = Field(default=None, max_length=128)
    parent_id: str | None = Field(default=None, max_length=32, foreign_key="tasks.id", ondelete="SET NULL")
    after_id: str | None = Field(default=None, max_length=32, foreign_key="tasks.id", ondelete="SET NULL", index=True)
    waits: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    status: Status = Field(default=Status.QUEUED, sa_type=text_enum(Status))
    attempt: int = 0
    max_attempts: int = 3
    worker: str | None = Field(default=None, max_length=128)
    beat: int = 0
    beat_at: datetime | None = None
    not_before: datetime | None = None
    time_limit_s: int = 3600
    cancel_requested: bool = False
    pause_requested: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    progress: float = 0.0
    stage: str = Field(default="", max_length=64)
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    eta_at: datetime | None = None
    result_ref: str | None = Field(default=None, max_length=200)
    error: dict[str, Any] | None = Field(default=None, sa_type=Json)
    code_version: str | None = Field(default=None, max_length=64)
    request_id: str | None = Field(default=None, max_length=64, index=True)
    enqueued_at: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    deleted_at: datetime | None = None
    deleted_by: str | None = Field(default=None, max_length=32)


class TaskEvent(SQLModel, table=True):
    """One line of a task's history."""

    __tablename__ = "task_events"

    id: int | None = Field(default=None, primary_key=True)
    task_id: str = Field(foreign_key="tasks.id", ondelete="CASCADE", max_length=32, index=True)
    attempt: int
    at: datetime = Field(default_factory=now)
    kind: str = Field(max_length=32)
    data: dict[str, Any] = Field(default_factory=dict, sa_type=Json)


@dataclass(frozen=True)
class Wanted:
    """Which tasks are asked for; an empty field asks for all. ``owner_id=None`` is everybody's."""

    owner_id: str | None = None
    statuses: Sequence[Status] = ()
    kinds: Sequence[str] = ()
    priorities: Sequence[int] = ()
    since: datetime | None = None
    until: datetime | None = None
    words: str = ""
    deleted: bool = False


_mine = col(Task.id)


def add(session: Session, task: Task) -> None:
    """Insert a new task."""
    session.add(task)
    session.flush()
    note(session, task.id, 0, "submitted")


def note(session: Session, task_id: str, attempt: int, kind: str, **data: Any) -> None:
    """Add a line to a task's history."""
    session.add(TaskEvent(task_id=task_id, attempt=attempt, kind=kind, data=data))


def history(session: Session, task_id: str) -> Sequence[TaskEvent]:
    """A task's history, oldest first."""
    return session.exec(select(TaskEvent).where(TaskEvent.task_id == task_id).order_by(col(TaskEvent.id))).all()


def get(session: Session, task_id: str) -> Task | None:
    """The task, as the database has it now."""
    return session.get(Task, task_id, populate_existing=True)


def locked(session: Session, task_id: str) -> Task | None:
    """The same, kept from changing until the transaction ends where the database can."""
    return session.get(Task, task_id, populate_existing=True, with_for_update=True)


def live_with_key(session: Session, owner_id: str, key: str) -> Task | None:
    """The owner's task of this key that has not ended."""
    wanted = select(Task).where(Task.owner_id == owner_id, Task.idempotency_key == key, col(Task.status).in_(LIVE))
    return session.exec(wanted).first()


def found(session: Session, wanted: Wanted, limit: int, offset: int) -> Sequence[Task]:
    """The tasks asked for, newest first."""
    newest = select(Task).where(*_conditions(wanted)).order_by(col(Task.created_at).desc(), _mine)
    return session.exec(newest.limit(limit).offset(offset)).all()


def n_found(session: Session, wanted: Wanted) -> int:
    """How many tasks are asked for."""
    return session.exec(select(sa.func.count()).select_from(Task).where(*_conditions(wanted))).one()


def counts(session: Session, wanted: Wanted) -> dict[Status, int]:
    """How many of them are in each state."""
    each = select(Task.status, sa.func.count()).where(*_conditions(wanted)).group_by(col(Task.status))
    return {Status(status): n for status, n in session.exec(each).all()}


def several(session: Session, ids: Sequence[str]) -> Sequence[Task]:
    """The tasks with these identities."""
    return session.exec(select(Task).where(_mine.in_(ids))).all()


def owner_names(session: Session, owner_ids: Iterable[str]) -> dict[str, str]:
    """The names of people, by id."""
    wanted = select(User.id, User.name).where(col(User.id).in_(set(owner_ids)))
    return dict(session.exec(wanted).all())


def children(session: Session, task_id: str) -> Sequence[Task]:
    """The tasks that were to follow this one, oldest first."""
    return session.exec(select(Task).where(Task.after_id == task_id).order_by(col(Task.created_at), _mine)).all()


def line_up(session: Session, limit: int) -> list[tuple[str, str, str]]:
    """Who runs next: (id, queue, owner) of the tasks that may, in the order of the claim."""
    wanted = (
        sa.select(_mine, col(Task.queue), col(Task.owner_id))
        .where(*may_run(now()))
        .order_by(col(Task.queue), *claim_order())
        .limit(limit)
    )
    return [(str(row[0]), str(row[1]), str(row[2])) for row in session.exec(wanted).all()]  # type: ignore[call-overload]


def may_run(at: datetime) -> list[Any]:
    """What a task must meet to be claimed."""
    return [
        col(Task.status).in_(CLAIMABLE),
        col(Task.cancel_requested).is_(False),
        col(Task.waits).is_(False),
        sa.or_(col(Task.not_before).is_(None), col(Task.not_before) <= at),
    ]


def claim_order() -> list[Any]:
    """Priority, then the person with the fewest running tasks, then age. The broker decides nothing of this."""
    other = sa.orm.aliased(Task)
    # counted once for all: a count for each candidate took 90 ms of a claim among a thousand
    running = (
        sa.select(col(other.owner_id).label("owner_id"), sa.func.count().label("n"))
        .where(col(other.status) == Status.RUNNING)
        .group_by(col(other.owner_id))
        .cte("running_of")
        .prefix_with("MATERIALIZED")
    )
    n_running = sa.select(running.c.n).where(running.c.owner_id == col(Task.owner_id)).scalar_subquery()
    busy = sa.func.coalesce(n_running, 0)
    return [col(Task.priority).desc(), busy, col(Task.created_at), _mine]


def _conditions(wanted: Wanted) -> list[Any]:
    asked: list[Any] = [col(Task.deleted_at).is_not(None) if wanted.deleted else col(Task.deleted_at).is_(None)]
    if wanted.owner_id is not None:
        asked.append(col(Task.owner_id) == wanted.owner_id)
    for column, values in (
        (Task.status, wanted.statuses),
        (Task.kind, wanted.kinds),
        (Task.priority, wanted.priorities),
    ):
        if values:
            asked.append(col(column).in_(values))
    if wanted.since is not None:
        asked.append(col(Task.created_at) >= wanted.since)
    if wanted.until is not None:
        asked.append(col(Task.created_at) < wanted.until)
    for word in wanted.words.split():
        like = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        texts = (Task.title, Task.kind, Task.id, Task.request_id)
        asked.append(sa.or_(*(col(text).ilike(like, escape="\\") for text in texts)))
    return asked


def of_kind(session: Session, kind: str, statuses: Sequence[Status]) -> int:
    """How many tasks of a kind are in these states."""
    wanted = select(sa.func.count()).where(Task.kind == kind, col(Task.status).in_(statuses))
    return session.exec(wanted).one()


def running(session: Session) -> list[Task]:
    """Every task that a worker says it runs."""
    wanted = select(Task).where(Task.status == Status.RUNNING)
    return list(session.exec(wanted.execution_options(populate_existing=True)).all())


def purge(session: Session, ids: Sequence[str]) -> None:
    """Forget tasks with their history."""
    session.exec(sa.delete(Task).where(_mine.in_(ids), col(Task.status).in_(ENDED)))
