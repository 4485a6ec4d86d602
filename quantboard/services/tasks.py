"""Background work as people see it: submit, watch, cancel, retry, history."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, TypedDict, Unpack

from sqlalchemy.exc import IntegrityError

from quantboard.core.access import Actor, Deed, Role, require
from quantboard.core.task import ENDED, LIVE, Status
from quantboard.db import audit
from quantboard.db import tasks as rows
from quantboard.db.base import now
from quantboard.db.session import Session, session
from quantboard.errors import Conflict, NotFound
from quantboard.log import logger
from quantboard.queue import progress
from quantboard.queue.names import HEAVY, Job
from quantboard.services.work import Work, work
from quantboard.settings import settings

log = logger("services")


class NoSuchTask(NotFound):
    """There is no such task, or none that this person may see."""

    code = "task.unknown"


class TaskEnded(Conflict):
    """The task has ended, so this can no longer be done to it."""

    code = "task.ended"


class TaskLives(Conflict):
    """The task has not ended, so it cannot be repeated."""

    code = "task.lives"


class TaskOptions(TypedDict, total=False):
    """What may be said about a task when it is submitted."""

    queue: str
    priority: int
    idempotency_key: str | None
    time_limit_s: int | None
    max_attempts: int
    parent_id: str | None


@dataclass(frozen=True)
class TaskView:
    """Where one piece of background work stands."""

    id: str
    kind: str
    title: str
    status: str
    progress: float
    stage: str
    detail: dict[str, str]
    eta_s: float | None
    result_ref: str | None
    error: dict[str, str] | None  # code, message, hint
    attempt: int
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    owner_id: str
    worker: str | None
    cancel_requested: bool

    @property
    def is_over(self) -> bool:
        return self.status in ENDED

    def as_json(self) -> dict[str, Any]:
        """The shell's and REST's object: instants as ISO 8601 text."""
        return {
            name: value.isoformat() if isinstance(value, datetime) else value for name, value in asdict(self).items()
        }


@dataclass(frozen=True)
class HistoryLine:
    """One line of a task's history."""

    at: datetime
    attempt: int
    kind: str
    data: dict[str, Any]


def view_of(task: rows.Task) -> TaskView:
    """The view of a row."""
    eta_s = max(0.0, (task.eta_at - now()).total_seconds()) if task.eta_at and task.status == Status.RUNNING else None
    return TaskView(
        id=task.id,
        kind=task.kind,
        title=task.title,
        status=str(Status(task.status)),
        progress=task.progress,
        stage=task.stage,
        detail={str(name): str(value) for name, value in task.detail.items()},
        eta_s=eta_s,
        result_ref=task.result_ref,
        error=task.error,
        attempt=task.attempt,
        created_at=task.created_at,
        started_at=task.started_at,
        finished_at=task.finished_at,
        owner_id=task.owner_id,
        worker=task.worker,
        cancel_requested=task.cancel_requested,
    )


def message_of(view: TaskView) -> dict[str, Any]:
    """What watchers are told."""
    told = ("status", "progress", "stage", "detail", "eta_s", "result_ref", "error", "title", "kind", "attempt")
    return {"task": view.id, "owner": view.owner_id} | {name: getattr(view, name) for name in told}


def announce(view: TaskView) -> None:
    """Tell watchers where the task stands."""
    progress.publish(message_of(view))


def submit(
    w: Work, actor: Actor, job: Job, params: Mapping[str, Any], *, title: str, **options: Unpack[TaskOptions]
) -> str:
    """Put work into the queue within ``w``; a living task with the same key is returned instead of a second one."""
    require(actor, Deed.RUN, what="task")
    key = options.get("idempotency_key")
    task = rows.Task(
        owner_id=actor.user_id,
        kind=str(job),
        title=title[:200],
        params=dict(params),
        queue=options.get("queue", HEAVY),
        priority=options.get("priority", 0),
        idempotency_key=key,
        parent_id=options.get("parent_id"),
        max_attempts=options.get("max_attempts", 3),
        time_limit_s=options.get("time_limit_s") or settings().job_time_limit_s,
    )
    found = rows.live_with_key(w.session, actor.user_id, key) if key else None
    if found is None:
        found = _insert(w.session, task)
    if found is not None:
        return found.id
    w.later(job, task.id, task.queue)
    w.afterwards(lambda: announce(view_of(task)))
    log.info("task.submitted", task_id=task.id, kind=task.kind, user_id=actor.user_id)
    return task.id


def _insert(asking: Session, task: rows.Task) -> rows.Task | None:
    """Insert the task; the living one with its key if another transaction was faster."""
    try:
        with asking.begin_nested():
            rows.add(asking, task)
    except IntegrityError:
        found = rows.live_with_key(asking, task.owner_id, task.idempotency_key or "")
        if found is None:
            raise
        return found
    return None


def _seen(asking: Session, actor: Actor, task_id: str, deed: Deed = Deed.SEE) -> rows.Task:
    task = rows.get(asking, task_id)
    if task is None:
        raise NoSuchTask(f"There is no task {task_id[:40]}.", "See 'quantboard task list' or the task centre.")
    if not (deed is Deed.RUN and actor.role is Role.ADMIN):  # an administrator may stop anybody's work
        require(actor, deed, task, "task")
    return task


def view(actor: Actor, task_id: str) -> TaskView:
    """Where one task stands."""
    with session() as asking:
        return view_of(_seen(asking, actor, task_id))


def recent(
    actor: Actor, *, statuses: Sequence[str] = (), everybody: bool = False, limit: int = 50, offset: int = 0
) -> list[TaskView]:
    """The person's tasks, newest first; an administrator may ask for everybody's."""
    owner = None if everybody and actor.role is Role.ADMIN else actor.user_id
    with session() as asking:
        found = rows.listed(asking, owner, [Status(status) for status in statuses], limit, offset)
        return [view_of(task) for task in found]


def counts(actor: Actor, *, everybody: bool = False) -> dict[str, int]:
    """How many of them are in each state; states that none has are left out."""
    owner = None if everybody and actor.role is Role.ADMIN else actor.user_id
    with session() as asking:
        return {str(status): n for status, n in rows.counts(asking, owner).items()}


def n_live(actor: Actor) -> int:
    """How many of the person's tasks have not ended."""
    return sum(n for status, n in counts(actor).items() if status in LIVE)


def history(actor: Actor, task_id: str) -> list[HistoryLine]:
    """What happened to a task, oldest first."""
    with session() as asking:
        _seen(asking, actor, task_id)
        return [HistoryLine(line.at, line.attempt, line.kind, line.data) for line in rows.history(asking, task_id)]


def cancel(actor: Actor, task_id: str) -> TaskView:
    """Cancel a task that waits; ask a running one to stop, which takes up to two seconds."""
    with work() as w:
        _seen(w.session, actor, task_id, Deed.RUN)
        state = rows.cancel(w.session, task_id)
        if state is None:
            raise TaskEnded("This task has ended already.", "Look at its result or run it again.")
        audit.add(w.session, "task.cancelled", actor.user_id, object_id=task_id)
        after = view_of(_seen(w.session, actor, task_id))
    announce(after)
    return after


def retry(actor: Actor, task_id: str) -> TaskView:
    """Submit the same work again as a new task."""
    with work() as w:
        old = _seen(w.session, actor, task_id, Deed.RUN)
        if old.status in LIVE:
            raise TaskLives("This task has not ended.", "Cancel it first, or wait.")
        fresh = submit(
            w,
            actor,
            Job(old.kind),
            old.params,
            title=old.title,
            queue=old.queue,
            priority=old.priority,
            idempotency_key=old.idempotency_key,
            time_limit_s=old.time_limit_s,
            parent_id=old.id,
        )
        return view_of(_seen(w.session, actor, fresh))


def latest(task_ids: Sequence[str]) -> list[dict[str, Any]]:
    """The messages that these tasks' rows would send now: for a hub whose broker is away."""
    with session() as asking:
        return [message_of(view_of(task)) for task in rows.several(asking, task_ids)]


def latest_of(owner_ids: Sequence[str]) -> list[dict[str, Any]]:
    """The same for the newest tasks of some people."""
    with session() as asking:
        return [message_of(view_of(task)) for owner in owner_ids for task in rows.listed(asking, owner, [], 20, 0)]


def follow() -> AsyncIterator[dict[str, Any] | None]:
    """Every message about every task; ``None`` whenever the line was lost or made anew."""
    return progress.listen()
