"""The outbox: messages that wait to be sent, and what the broker may have lost."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from quantboard.core.task import CLAIMABLE, Status
from quantboard.db.base import now
from quantboard.db.tasks import Task, may_run


class Outbox(SQLModel, table=True):
    """A message that waits to be sent; deleted once the broker has it."""

    __tablename__ = "outbox"

    id: int | None = Field(default=None, primary_key=True)
    task_id: str = Field(foreign_key="tasks.id", ondelete="CASCADE", max_length=32, index=True)
    queue: str = Field(max_length=32)
    due_at: datetime = Field(default_factory=now, index=True)
    claimed_until: datetime | None = None


def post(session: Session, task_id: str, queue: str, due_at: datetime | None = None) -> None:
    """Put a message for the task into the outbox."""
    session.add(Outbox(task_id=task_id, queue=queue, due_at=due_at or now()))
    session.flush()


def take(session: Session, limit: int = 100, hold_s: float = 30) -> list[tuple[int, str, str]]:
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
    session.exec(sa.update(Task).where(col(Task.id).in_(task_ids)).values(enqueued_at=now()))


def release(session: Session, outbox_ids: Sequence[int]) -> None:
    """Give held messages back: the broker did not take them."""
    session.exec(sa.update(Outbox).where(col(Outbox.id).in_(outbox_ids)).values(claimed_until=None))


def has_due(session: Session) -> bool:
    """Whether a message waits to be sent."""
    at = now()
    free = sa.or_(col(Outbox.claimed_until).is_(None), col(Outbox.claimed_until) < at)
    return session.exec(select(Outbox.id).where(col(Outbox.due_at) <= at, free).limit(1)).first() is not None


def n_due(session: Session, queue: str, before: datetime) -> int:
    """Tasks that may run, were announced before ``before`` and have no message in the outbox."""
    return session.exec(_unannounced(sa.func.count(), queue, before)).one()[0]  # type: ignore[no-any-return, call-overload]


def n_running(session: Session, queue: str) -> int:
    """Tasks of a queue that run: the broker still counts the messages that woke them."""
    wanted = select(sa.func.count()).where(Task.queue == queue, Task.status == Status.RUNNING)
    return session.exec(wanted).one()


def due(session: Session, queue: str, before: datetime, limit: int) -> list[str]:
    """The tasks that ``n_due`` counts, oldest first."""
    rows = session.exec(_unannounced(col(Task.id), queue, before).order_by(col(Task.created_at)).limit(limit))  # type: ignore[call-overload]
    return [row[0] for row in rows]


def n_ahead(session: Session, limit: datetime) -> int:
    """Instants beyond ``limit`` in the rows of what waits: written by a clock that ran ahead, and since set right."""
    return sum(session.exec(sa.select(sa.func.count()).where(far)).one()[0] for far, _, _ in _ahead(limit))  # type: ignore[call-overload]


def set_back(session: Session, limit: datetime) -> None:
    """Let what waits for an instant beyond ``limit`` wait no longer."""
    for far, table, values in _ahead(limit):
        session.exec(sa.update(table).where(far).values(**values).execution_options(synchronize_session=False))


def _ahead(limit: datetime) -> list[tuple[sa.ColumnElement[bool], type[SQLModel], dict[str, Any]]]:
    again, at = sa.and_(col(Task.status) == Status.RETRYING, col(Task.not_before) > limit), now()
    retried = sa.exists().where(col(Task.id) == col(Outbox.task_id), col(Task.status) == Status.RETRYING)
    return [
        (sa.and_(col(Outbox.due_at) > limit, retried), Outbox, {"due_at": at}),
        (col(Outbox.claimed_until) > limit, Outbox, {"claimed_until": None}),
        (again, Task, {"not_before": at}),
        (sa.and_(col(Task.status).in_(CLAIMABLE), col(Task.enqueued_at) > limit), Task, {"enqueued_at": at}),
    ]


def _unannounced(what: Any, queue: str, before: datetime) -> sa.Select[Any]:
    return sa.select(what).where(
        col(Task.queue) == queue,
        *may_run(now()),
        col(Task.enqueued_at) < before,
        ~sa.exists().where(col(Outbox.task_id) == col(Task.id)),
    )
