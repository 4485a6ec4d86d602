"""Background work: its rows, its history, the outbox of messages to send, and every question about them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from quantboard.core.task import CLAIMABLE, ENDED, LIVE, Status
from quantboard.db.base import Json, OwnedRow, now, text_enum

_LIVE_KEY = sa.text("status IN ('queued','running','retrying','paused') AND idempotency_key IS NOT NULL")


class Task(OwnedRow, table=True):
    """One piece of background work. ``attempt`` is the fencing token: only its holder may write."""

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
        sa.CheckConstraint("progress >= 0 AND progress <= 1", name="progress"),
    )

    kind: str = Field(max_length=64)
    title: str = Field(max_length=200)
    queue: str = Field(max_length=32)
    priority: int = 0
    params: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    idempotency_key: str | None = Field(default=None, max_length=128)
    parent_id: str | None = Field(default=None, max_length=32, foreign_key="tasks.id", ondelete="SET NULL")
    status: Status = Field(default=Status.QUEUED, sa_type=text_enum(Status))
    attempt: int = 0
    max_attempts: int = 3
    worker: str | None = Field(default=None, max_length=128)
    beat: int = 0
    beat_at: datetime | None = None
    not_before: datetime | None = None
    time_limit_s: int = 3600
    cancel_requested: bool = False
    progress: float = 0.0
    stage: str = Field(default="", max_length=64)
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    eta_at: datetime | None = None
    result_ref: str | None = Field(default=None, max_length=200)
    error: dict[str, Any] | None = Field(default=None, sa_type=Json)
    code_version: str | None = Field(default=None, max_length=64)
    enqueued_at: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None


class TaskEvent(SQLModel, table=True):
    """One line of a task's history."""

    __tablename__ = "task_events"

    id: int | None = Field(default=None, primary_key=True)
    task_id: str = Field(foreign_key="tasks.id", ondelete="CASCADE", max_length=32, index=True)
    attempt: int
    at: datetime = Field(default_factory=now)
    kind: str = Field(max_length=32)
    data: dict[str, Any] = Field(default_factory=dict, sa_type=Json)


class Outbox(SQLModel, table=True):
    """A message that waits to be sent; deleted once the broker has it."""

    __tablename__ = "outbox"

    id: int | None = Field(default=None, primary_key=True)
    task_id: str = Field(foreign_key="tasks.id", ondelete="CASCADE", max_length=32, index=True)
    queue: str = Field(max_length=32)
    due_at: datetime = Field(default_factory=now, index=True)
    claimed_until: datetime | None = None


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


def live_with_key(session: Session, owner_id: str, key: str) -> Task | None:
    """The owner's task of this key that has not ended."""
    wanted = select(Task).where(Task.owner_id == owner_id, Task.idempotency_key == key, col(Task.status).in_(LIVE))
    return session.exec(wanted).first()


def listed(
    session: Session, owner_id: str | None, statuses: Sequence[Status], limit: int, offset: int
) -> Sequence[Task]:
    """Tasks, newest first; of one owner, or of everybody with ``None``."""
    wanted = select(Task).order_by(col(Task.created_at).desc(), _mine).limit(limit).offset(offset)
    if owner_id is not None:
        wanted = wanted.where(Task.owner_id == owner_id)
    if statuses:
        wanted = wanted.where(col(Task.status).in_(statuses))
    return session.exec(wanted).all()


def counts(session: Session, owner_id: str | None) -> dict[Status, int]:
    """How many tasks are in each state."""
    wanted = select(Task.status, sa.func.count()).group_by(col(Task.status))
    if owner_id is not None:
        wanted = wanted.where(Task.owner_id == owner_id)
    return {Status(status): n for status, n in session.exec(wanted).all()}


def several(session: Session, ids: Sequence[str]) -> Sequence[Task]:
    """The tasks with these identities."""
    return session.exec(select(Task).where(_mine.in_(ids))).all()


# -- the outbox


def post(session: Session, task_id: str, queue: str, due_at: datetime | None = None) -> None:
    """Put a message for the task into the outbox."""
    session.add(Outbox(task_id=task_id, queue=queue, due_at=due_at or now()))
    session.flush()


def take_outbox(session: Session, limit: int = 100, hold_s: float = 30) -> list[tuple[int, str, str]]:
    """Due messages (id, task, queue), held so that no other relay sends them meanwhile."""
    at = now()
    due = (
        sa.select(col(Outbox.id))
        .where(col(Outbox.due_at) <= at, sa.or_(col(Outbox.claimed_until).is_(None), col(Outbox.claimed_until) < at))
        .order_by(col(Outbox.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    held = session.exec(
        sa.update(Outbox)
        .where(col(Outbox.id).in_(due.scalar_subquery()))
        .values(claimed_until=at + timedelta(seconds=hold_s))
        .returning(col(Outbox.id), col(Outbox.task_id), col(Outbox.queue))
        .execution_options(synchronize_session=False)
    )
    return [(int(row[0]), str(row[1]), str(row[2])) for row in held]


def sent(session: Session, outbox_ids: Sequence[int], task_ids: Sequence[str]) -> None:
    """Forget messages that the broker has."""
    session.exec(sa.delete(Outbox).where(col(Outbox.id).in_(outbox_ids)))
    session.exec(sa.update(Task).where(_mine.in_(task_ids)).values(enqueued_at=now()))


def release_outbox(session: Session, outbox_ids: Sequence[int]) -> None:
    """Give held messages back: the broker did not take them."""
    session.exec(sa.update(Outbox).where(col(Outbox.id).in_(outbox_ids)).values(claimed_until=None))


def n_due(session: Session, queue: str, before: datetime) -> int:
    """Tasks that may run, were announced before ``before`` and have no message in the outbox."""
    return session.exec(_unannounced(sa.func.count(), queue, before)).one()[0]  # type: ignore[no-any-return, call-overload]


def n_running(session: Session, queue: str) -> int:
    """Tasks of a queue that run: the broker still counts the messages that woke them."""
    wanted = select(sa.func.count()).where(Task.queue == queue, Task.status == Status.RUNNING)
    return session.exec(wanted).one()


def due(session: Session, queue: str, before: datetime, limit: int) -> list[str]:
    """The tasks that ``n_due`` counts, oldest first."""
    rows = session.exec(_unannounced(_mine, queue, before).order_by(col(Task.created_at)).limit(limit))  # type: ignore[call-overload]
    return [row[0] for row in rows]


def _unannounced(what: Any, queue: str, before: datetime) -> sa.Select[Any]:
    return sa.select(what).where(
        col(Task.queue) == queue,
        col(Task.status).in_(CLAIMABLE),
        sa.or_(col(Task.not_before).is_(None), col(Task.not_before) <= now()),
        col(Task.enqueued_at) < before,
        ~sa.exists().where(col(Outbox.task_id) == _mine),
    )


# -- moves: each one conditional update, never a read and then a write


def claim(session: Session, queue: str, worker: str, task_id: str | None = None) -> Task | None:
    """Take the best task of a queue that may run now (or exactly ``task_id``): priority, fair share, age."""
    at, other = now(), sa.orm.aliased(Task)
    busy = (
        sa.select(sa.func.count())
        .where(col(other.owner_id) == col(Task.owner_id), col(other.status) == Status.RUNNING)
        .scalar_subquery()
    )
    best = (
        sa.select(_mine)
        .where(col(Task.status).in_(CLAIMABLE), col(Task.cancel_requested).is_(False))
        .where(sa.or_(col(Task.not_before).is_(None), col(Task.not_before) <= at))
        .where(_mine == task_id if task_id else col(Task.queue) == queue)
        .order_by(col(Task.priority).desc(), busy, col(Task.created_at), _mine)
        .limit(1)
        .with_for_update(skip_locked=True, of=Task)
    )
    taken = session.exec(
        sa.update(Task)
        .where(_mine == best.scalar_subquery(), col(Task.status).in_(CLAIMABLE))
        .values(
            status=Status.RUNNING,
            attempt=col(Task.attempt) + 1,
            beat=col(Task.beat) + 1,
            beat_at=at,
            worker=worker,
            started_at=at,
            progress=0.0,
            stage="",
            detail={},
            eta_at=None,
            error=None,
        )
        .returning(_mine)
        .execution_options(synchronize_session=False)
    ).first()
    if taken is None:
        return None
    task = get(session, taken[0])
    if task is not None:
        note(session, task.id, task.attempt, "claimed", worker=worker)
    return task


def beat(session: Session, task_id: str, attempt: int, **fields: Any) -> bool | None:
    """Show that the attempt lives. Whether cancelling was asked; ``None``: fenced off, stop at once."""
    kept = session.exec(
        sa.update(Task)
        .where(_mine == task_id, col(Task.attempt) == attempt, col(Task.status) == Status.RUNNING)
        .values(beat=col(Task.beat) + 1, beat_at=now(), **fields)
        .returning(col(Task.cancel_requested))
        .execution_options(synchronize_session=False)
    ).first()
    return None if kept is None else bool(kept[0])


def end(session: Session, task_id: str, attempt: int, status: Status, **fields: Any) -> bool:
    """Move a running attempt on; false: fenced off, nothing was written."""
    if status in ENDED:
        fields["finished_at"] = now()
    moved = session.exec(
        sa.update(Task)
        .where(_mine == task_id, col(Task.attempt) == attempt, col(Task.status) == Status.RUNNING)
        .values(status=status, eta_at=None, **fields)
        .execution_options(synchronize_session=False)
    )
    if moved.rowcount:
        note(session, task_id, attempt, status.value, **({"error": fields["error"]} if fields.get("error") else {}))
    return bool(moved.rowcount)


def set_result(session: Session, task_id: str, result_ref: str | None) -> None:
    """Say where a task's result is; in the transaction that ends it."""
    session.exec(sa.update(Task).where(_mine == task_id).values(result_ref=result_ref))


def is_still(session: Session, task_id: str, attempt: int, beats: int) -> bool:
    """Whether the task runs and has shown no life since; locks it where the database can."""
    wanted = select(Task.id).where(Task.id == task_id, Task.attempt == attempt, Task.beat == beats)
    return session.exec(wanted.where(Task.status == Status.RUNNING).with_for_update()).first() is not None


def has_due_messages(session: Session) -> bool:
    """Whether a message waits to be sent."""
    at = now()
    free = sa.or_(col(Outbox.claimed_until).is_(None), col(Outbox.claimed_until) < at)
    return session.exec(select(Outbox.id).where(col(Outbox.due_at) <= at, free).limit(1)).first() is not None


def cancel(session: Session, task_id: str) -> Status | None:
    """Cancel a waiting task, or ask a running one to stop: its state then; ``None``: it has ended already."""
    waiting = session.exec(
        sa.update(Task)
        .where(_mine == task_id, col(Task.status).in_([*CLAIMABLE, Status.PAUSED]))
        .values(status=Status.CANCELLED, cancel_requested=True, finished_at=now())
        .execution_options(synchronize_session=False)
    )
    if waiting.rowcount:
        note(session, task_id, 0, Status.CANCELLED.value)
        return Status.CANCELLED
    running = session.exec(
        sa.update(Task)
        .where(_mine == task_id, col(Task.status) == Status.RUNNING)
        .values(cancel_requested=True)
        .execution_options(synchronize_session=False)
    )
    return Status.RUNNING if running.rowcount else None


def running(session: Session) -> list[Task]:
    """Every task that a worker says it runs."""
    wanted = select(Task).where(Task.status == Status.RUNNING)
    return list(session.exec(wanted.execution_options(populate_existing=True)).all())
