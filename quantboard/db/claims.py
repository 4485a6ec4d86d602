"""The moves of background work: each one conditional update, never a read and then a write."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from quantboard.core.task import CLAIMABLE, ENDED, LIVE, Status
from quantboard.db import outbox
from quantboard.db.base import now
from quantboard.db.tasks import Task, claim_order, get, may_run, note

_mine = col(Task.id)
CLAIMING = 7_140  # the number of the lock that claims take where kinds have slots


def _set(*conditions: Any, **values: Any) -> Any:
    return sa.update(Task).where(*conditions).values(**values).execution_options(synchronize_session=False)


def claim(
    session: Session, queue: str, worker: str, task_id: str | None = None, full: Sequence[str] = ()
) -> Task | None:
    """Take the best task of a queue that may run now (or exactly ``task_id``); none of the kinds that are ``full``."""
    at = now()
    best = (
        sa.select(_mine)
        .where(*may_run(at), _mine == task_id if task_id else col(Task.queue) == queue)
        .where(col(Task.kind).not_in(full) if full else sa.true())
        .order_by(*claim_order())
        .limit(1)
        .with_for_update(skip_locked=True, of=Task)
    )
    fresh = {"progress": 0.0, "stage": "", "detail": {}, "eta_at": None, "error": None, "pause_requested": False}
    taken = session.exec(
        _set(
            _mine == best.scalar_subquery(),
            col(Task.status).in_(CLAIMABLE),
            status=Status.RUNNING,
            attempt=col(Task.attempt) + 1,
            beat=col(Task.beat) + 1,
            beat_at=at,
            worker=worker,
            started_at=at,
            **fresh,
        ).returning(_mine)
    ).first()
    if taken is None:
        return None
    task = get(session, taken[0])
    if task is not None:
        note(session, task.id, task.attempt, "claimed", worker=worker)
    return task


def one_at_a_time(session: Session) -> None:
    """Let claims that count what runs take turns; SQLite's writers do so anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.exec(sa.select(sa.func.pg_advisory_xact_lock(CLAIMING)))  # type: ignore[call-overload]


def beat(session: Session, task_id: str, attempt: int, **fields: Any) -> tuple[bool, bool] | None:
    """Show that the attempt lives. Whether cancelling, pausing was asked; ``None``: fenced off, stop at once."""
    kept = session.exec(
        _set(*_held(task_id, attempt), beat=col(Task.beat) + 1, beat_at=now(), **fields).returning(
            col(Task.cancel_requested), col(Task.pause_requested)
        )
    ).first()
    return None if kept is None else (bool(kept[0]), bool(kept[1]))


def end(session: Session, task_id: str, attempt: int, status: Status, **fields: Any) -> bool:
    """Move a running attempt on; false: fenced off, nothing was written."""
    if status in ENDED:
        fields["finished_at"] = now()
    if status is Status.PAUSED:  # a pause uses up no try
        fields |= {"max_attempts": col(Task.max_attempts) + 1, "pause_requested": False}
    moved = session.exec(_set(*_held(task_id, attempt), status=status, eta_at=None, **fields))
    if moved.rowcount:
        note(session, task_id, attempt, status.value, **({"error": fields["error"]} if fields.get("error") else {}))
    return bool(moved.rowcount)


def _held(task_id: str, attempt: int) -> tuple[Any, ...]:
    return _mine == task_id, col(Task.attempt) == attempt, col(Task.status) == Status.RUNNING


def set_result(session: Session, task_id: str, result_ref: str | None) -> None:
    """Say where a task's result is; in the transaction that ends it."""
    session.exec(_set(_mine == task_id, result_ref=result_ref))


def is_still(session: Session, task_id: str, attempt: int, beats: int) -> bool:
    """Whether the task runs and has shown no life since; locks it where the database can."""
    wanted = select(Task.id).where(Task.id == task_id, Task.attempt == attempt, Task.beat == beats)
    return session.exec(wanted.where(Task.status == Status.RUNNING).with_for_update()).first() is not None


def cancel(session: Session, task_id: str) -> Status | None:
    """Cancel a waiting task, or ask a running one to stop: its state then; ``None``: it has ended already."""
    waiting = col(Task.status).in_([*CLAIMABLE, Status.PAUSED])
    ended = {"status": Status.CANCELLED, "cancel_requested": True, "finished_at": now()}
    if session.exec(_set(_mine == task_id, waiting, **ended)).rowcount:
        note(session, task_id, 0, Status.CANCELLED.value)
        return Status.CANCELLED
    asked = session.exec(_set(_mine == task_id, col(Task.status) == Status.RUNNING, cancel_requested=True))
    return Status.RUNNING if asked.rowcount else None


def pause(session: Session, task_id: str) -> Status | None:
    """Hold a waiting task, or ask a running one to pause: its state then; ``None``: neither."""
    if session.exec(_set(_mine == task_id, col(Task.status).in_(CLAIMABLE), status=Status.PAUSED)).rowcount:
        note(session, task_id, 0, Status.PAUSED.value)
        return Status.PAUSED
    asked = session.exec(
        _set(
            _mine == task_id,
            col(Task.status) == Status.RUNNING,
            col(Task.cancel_requested).is_(False),
            pause_requested=True,
        )
    )
    return Status.RUNNING if asked.rowcount else None


def resume(session: Session, task_id: str) -> str | None:
    """Let a paused task wait for a worker again: its queue; ``None``: it is not paused."""
    done = session.exec(
        _set(_mine == task_id, col(Task.status) == Status.PAUSED, status=Status.QUEUED, not_before=None).returning(
            col(Task.queue), col(Task.waits)
        )
    ).first()
    if done is None:
        return None
    note(session, task_id, 0, "resumed")
    if not done[1]:
        outbox.post(session, task_id, done[0])
    return str(done[0])


def give(session: Session, task_id: str, params: dict[str, Any]) -> bool:
    """Give a paused task other parameters for when it goes on."""
    return bool(session.exec(_set(_mine == task_id, col(Task.status) == Status.PAUSED, params=params)).rowcount)


def change(session: Session, task_id: str, statuses: Sequence[Status], **values: Any) -> bool:
    """Change what a person may, while the task is in one of ``statuses``; written into its history."""
    done = session.exec(_set(_mine == task_id, col(Task.status).in_(statuses), **values))
    if done.rowcount:
        note(session, task_id, 0, "changed", **values)
    return bool(done.rowcount)


def set_deleted(session: Session, task_id: str, at: datetime | None, by: str | None) -> bool:
    """Hide an ended task from lists, or show it again."""
    done = session.exec(_set(_mine == task_id, col(Task.status).in_(ENDED), deleted_at=at, deleted_by=by))
    return bool(done.rowcount)


def release_children(session: Session, task_id: str) -> list[tuple[str, str]]:
    """The task has succeeded: what waited for it may run. Their (id, queue)."""
    freed = session.exec(
        _set(
            col(Task.after_id) == task_id, col(Task.waits).is_(True), col(Task.status).in_(LIVE), waits=False
        ).returning(_mine, col(Task.queue), col(Task.status))
    ).all()
    for child_id, queue, status in freed:
        note(session, child_id, 0, "released")
        if status in CLAIMABLE:
            outbox.post(session, child_id, queue)
    return [(str(row[0]), str(row[1])) for row in freed]


def break_chain(session: Session, task_id: str, error: dict[str, Any]) -> list[str]:
    """The task has ended badly: what waits for it, and for that, is cancelled with ``error``. Their identities."""
    broken: list[str] = []
    links = [task_id]
    while links:
        stopped = session.exec(
            _set(
                col(Task.after_id).in_(links),
                col(Task.waits).is_(True),
                col(Task.status).in_(LIVE),
                status=Status.CANCELLED,
                error=error,
                finished_at=now(),
            ).returning(_mine)
        ).all()
        links = [str(row[0]) for row in stopped]
        for child_id in links:
            note(session, child_id, 0, Status.CANCELLED.value, error=error)
        broken += links
    return broken


def first_waiting(session: Session, kind: str) -> tuple[str, str] | None:
    """The task of a kind that may run next (id, queue): it may need another wake-up."""
    wanted = sa.select(_mine, col(Task.queue)).where(*may_run(now()), col(Task.kind) == kind).order_by(*claim_order())
    row = session.exec(wanted.limit(1)).first()  # type: ignore[call-overload]
    return None if row is None else (str(row[0]), str(row[1]))
