"""Background work as people see it: submit, find, watch, steer, repeat, forget."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypedDict, Unpack

from sqlalchemy.exc import IntegrityError

from quantboard.core.access import Actor, Deed, Role, may, require
from quantboard.core.listing import Page
from quantboard.core.task import CLAIMABLE, ENDED, LIVE, WAITING, Priority, Status
from quantboard.db import audit, claims
from quantboard.db import tasks as rows
from quantboard.db.base import now
from quantboard.db.session import Session, session
from quantboard.log import logger, request_id
from quantboard.queue import progress
from quantboard.queue.names import Job
from quantboard.services import requests, traits
from quantboard.services.task_access import (
    LONGEST_TITLE,
    BadTaskField,
    CannotPause,
    NoSuchTask,
    NotPaused,
    TaskEnded,
    TaskFilter,
    TaskLives,
    priority_of,
    seen,
    title_of,
    wanted,
    within,
)
from quantboard.services.task_views import (
    AttemptView,
    HistoryLine,
    TaskView,
    announce,
    attempts_in,
    message_of,
    view_of,
)
from quantboard.services.work import Work, work
from quantboard.store import joblogs

log = logger("services")
LONGEST_RUN_S, LONGEST_LINE_UP = 86_400, 2_000
CHAIN_BROKEN = {
    "code": "task.chain_broken",
    "message": "The task that this one was waiting for did not succeed.",
    "hint": "Run that one again: what follows it is started again too.",
}
__all__ = ["BadTaskField", "CannotPause", "NoSuchTask", "NotPaused", "TaskEnded", "TaskFilter", "TaskLives", "TaskView"]
__all__ += ["announce", "message_of", "view_of"]  # also what who deals with tasks needs beside


class TaskOptions(TypedDict, total=False):
    """What may be said about a task when it is submitted; ``after_id`` is the task that must succeed before."""

    queue: str
    priority: int
    idempotency_key: str | None
    time_limit_s: int | None
    max_attempts: int
    parent_id: str | None
    after_id: str | None


def submit(
    w: Work, actor: Actor, job: Job, params: Mapping[str, Any], *, title: str, **options: Unpack[TaskOptions]
) -> str:
    """Put work into the queue within ``w``; a living task with the same key is returned instead of a second one."""
    require(actor, Deed.RUN, what="task")
    traits.check_inputs(job, params)
    limits, key = traits.limits_of(job), options.get("idempotency_key")
    before = rows.locked(w.session, options.get("after_id") or "") if options.get("after_id") else None
    task = rows.Task(
        owner_id=actor.user_id,
        kind=str(job),
        title=title[:LONGEST_TITLE],
        params=dict(params),
        queue=options.get("queue") or traits.trait_of(job).queue,
        priority=options.get("priority", Priority.NORMAL),
        idempotency_key=key,
        parent_id=options.get("parent_id"),
        after_id=before.id if before else None,
        waits=before is not None and before.status != Status.SUCCEEDED,
        max_attempts=options.get("max_attempts") or limits.attempts,
        time_limit_s=options.get("time_limit_s") or limits.time_s,
        request_id=request_id()[:64] or None,
    )
    if before is not None and before.status in ENDED - {Status.SUCCEEDED}:
        raise TaskEnded("The task that this one should follow has failed.", "Run that one again first.")
    found = rows.live_with_key(w.session, actor.user_id, key) if key else None
    if found is None:
        found = _insert(w.session, task)
    requests.tie(w.session, (found or task).id, (found or task).params)
    if found is not None:
        return found.id
    if not task.waits:
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


def view(actor: Actor, task_id: str) -> TaskView:
    """Where one task stands."""
    with session() as asking:
        task = seen(asking, actor, task_id)
        return view_of(task, rows.owner_names(asking, [task.owner_id]))


def find(actor: Actor, asked: TaskFilter = TaskFilter(), limit: int = 20, offset: int = 0) -> Page[TaskView]:  # noqa: B008
    """A page of the tasks asked for, newest first."""
    chosen = wanted(actor, asked)
    with session() as asking:
        items = rows.found(asking, chosen, limit, offset)
        names = rows.owner_names(asking, [task.owner_id for task in items])
        return Page(tuple(view_of(task, names) for task in items), rows.n_found(asking, chosen), limit, offset)


def recent(
    actor: Actor, *, statuses: Sequence[str] = (), everybody: bool = False, limit: int = 50, offset: int = 0
) -> list[TaskView]:
    """The person's tasks, newest first; an administrator may ask for everybody's."""
    chosen = wanted(actor, TaskFilter(statuses=statuses, everybody=everybody))
    with session() as asking:
        return [view_of(task) for task in rows.found(asking, chosen, limit, offset)]


def counts(actor: Actor, *, everybody: bool = False, asked: TaskFilter | None = None) -> dict[str, int]:
    """How many of them are in each state; states that none has are left out."""
    chosen = wanted(actor, asked or TaskFilter(everybody=everybody))
    with session() as asking:
        return {str(status): n for status, n in rows.counts(asking, chosen).items()}


def n_live(actor: Actor) -> int:
    """How many of the person's tasks have not ended."""
    return sum(n for status, n in counts(actor).items() if status in LIVE)


def places(actor: Actor) -> dict[str, int]:
    """The place in its queue, from 1, of each waiting task that the person may see: what runs next."""
    require(actor, Deed.SEE, what="list")
    with session() as asking:
        line = rows.line_up(asking, LONGEST_LINE_UP)
    found: dict[str, int] = {}
    n_before: dict[str, int] = {}
    for task_id, queue, owner_id in line:
        n_before[queue] = n_before.get(queue, 0) + 1
        if owner_id == actor.user_id or actor.role is Role.ADMIN:
            found[task_id] = n_before[queue]
    return found


def several(actor: Actor, task_ids: Sequence[str]) -> list[TaskView]:
    """Those of these tasks that the person may see."""
    with session() as asking:
        found = [task for task in rows.several(asking, task_ids) if may(actor, Deed.SEE, task)]
        names = rows.owner_names(asking, [task.owner_id for task in found])
    return [view_of(task, names) for task in found]


def history(actor: Actor, task_id: str) -> list[HistoryLine]:
    """What happened to a task, oldest first."""
    with session() as asking:
        seen(asking, actor, task_id)
        return [HistoryLine(line.at, line.attempt, line.kind, line.data) for line in rows.history(asking, task_id)]


def attempts_of(actor: Actor, task_id: str) -> tuple[AttemptView, ...]:
    """Each attempt with its end, the newest first."""
    with session() as asking:
        seen(asking, actor, task_id)
        return attempts_in(rows.history(asking, task_id), joblogs.attempts(task_id))


def log_of(actor: Actor, task_id: str, attempt: int = 0, *, most: int = joblogs.WHOLE) -> str:
    """The end of an attempt's log, the newest attempt's by default; empty while there is none."""
    with session() as asking:
        task = seen(asking, actor, task_id)
    return joblogs.read(task_id, attempt or task.attempt, most)


def related(actor: Actor, task_id: str) -> tuple[list[TaskView], list[TaskView]]:
    """The tasks that this one waits or waited for, and those that follow it."""
    with session() as asking:
        task = seen(asking, actor, task_id)
        before = rows.several(asking, [task.after_id]) if task.after_id else []
        return [view_of(one) for one in before], [view_of(one) for one in rows.children(asking, task_id)]


def inputs_of(actor: Actor, task_id: str) -> dict[str, Any]:
    """What the task was given."""
    with session() as asking:
        return dict(seen(asking, actor, task_id).params)


# -- deeds


def cancel(actor: Actor, task_id: str) -> TaskView:
    """Cancel a task that waits; ask a running one to stop, which takes up to two seconds."""
    with work() as w:
        seen(w.session, actor, task_id, Deed.RUN)
        state = claims.cancel(w.session, task_id)
        if state is None:
            raise TaskEnded("This task has ended already.", "Look at its result or run it again.")
        audit.add(w.session, "task.cancelled", actor.user_id, object_id=task_id)
        if state in ENDED:
            passed_on(w, task_id, state)
        after = view_of(seen(w.session, actor, task_id))
    announce(after)
    return after


def passed_on(w: Work, task_id: str, status: Status) -> None:
    """Tell the chain that a task has ended: what waited for it may run, or is cancelled with the reason."""
    if status is Status.SUCCEEDED:
        freed = [child for child, _ in claims.release_children(w.session, task_id)]
        w.n_waiting += len(freed)
    else:
        freed = claims.break_chain(w.session, task_id, CHAIN_BROKEN)
    if freed:
        w.afterwards(lambda: _announce_all(freed))


def _announce_all(task_ids: Sequence[str]) -> None:
    with session() as asking:
        for task in rows.several(asking, task_ids):
            announce(view_of(task))


def pause(actor: Actor, task_id: str) -> TaskView:
    """Hold a task that waits; ask a running one to pause at its next step, which takes up to two seconds."""
    with work() as w:
        task = seen(w.session, actor, task_id, Deed.RUN)
        if task.status not in CLAIMABLE and not traits.trait_of(task.kind).can_pause:
            raise CannotPause(f"A running {task.kind} cannot be paused.", "Let it end, or cancel it.")
        state = claims.pause(w.session, task_id)
        if state is None:
            raise CannotPause("Only a task that waits or runs can be paused.", "Look at its state.")
        after = view_of(seen(w.session, actor, task_id))
    announce(after)
    return after


def resume(actor: Actor, task_id: str) -> TaskView:
    """Let a paused task go on: it waits for a worker, and continues where it was where its kind can."""
    with work() as w:
        seen(w.session, actor, task_id, Deed.RUN)
        if claims.resume(w.session, task_id) is None:
            raise NotPaused("This task is not paused.", "Look at its state.")
        w.n_waiting += 1
        after = view_of(seen(w.session, actor, task_id))
    announce(after)
    return after


def reprioritise(actor: Actor, task_id: str, priority: str) -> TaskView:
    """Let a task that has not ended run earlier or later than others."""
    return _changed(actor, task_id, tuple(LIVE), priority=int(priority_of(priority)))


def rename(actor: Actor, task_id: str, title: str) -> TaskView:
    """Call a task otherwise, whatever its state."""
    return _changed(actor, task_id, tuple(Status), title=title_of(title))


def edit(
    actor: Actor,
    task_id: str,
    *,
    title: str | None = None,
    priority: str | None = None,
    time_limit_s: int | None = None,
    max_attempts: int | None = None,
) -> TaskView:
    """Change a task that still waits."""
    values: dict[str, Any] = {}
    if title is not None:
        values["title"] = title_of(title)
    if priority is not None:
        values["priority"] = int(priority_of(priority))
    if time_limit_s is not None:
        values["time_limit_s"] = within(time_limit_s, 1, LONGEST_RUN_S, "time_limit_s")
    if max_attempts is not None:
        values["max_attempts"] = within(max_attempts, 1, 10, "max_attempts")
    return _changed(actor, task_id, tuple(WAITING), **values)


def _changed(actor: Actor, task_id: str, statuses: Sequence[Status], **values: Any) -> TaskView:
    with work() as w:
        seen(w.session, actor, task_id, Deed.RUN)
        if values and not claims.change(w.session, task_id, statuses, **values):
            raise TaskEnded("It is too late for that: the task runs or has ended.", "Look at its state.")
        after = view_of(seen(w.session, actor, task_id))
    announce(after)
    return after


def delete_history(actor: Actor, task_id: str) -> TaskView:
    """Hide an ended task from lists; its result stays. It can be restored until the clean-up forgets it."""
    return _hidden(actor, task_id, now())


def restore(actor: Actor, task_id: str) -> TaskView:
    """Show a hidden task again."""
    return _hidden(actor, task_id, None)


def _hidden(actor: Actor, task_id: str, at: datetime | None) -> TaskView:
    with work() as w:
        seen(w.session, actor, task_id, Deed.RUN)
        if not claims.set_deleted(w.session, task_id, at, actor.user_id if at else None):
            raise TaskLives("This task has not ended.", "Cancel it first, or wait.")
        audit.add(w.session, "task.deleted" if at else "task.restored", actor.user_id, object_id=task_id)
        return view_of(seen(w.session, actor, task_id))


def retry(actor: Actor, task_id: str) -> TaskView:
    """Submit the same work again as a new task, with what the failed one kept from running."""
    with work() as w:
        old = seen(w.session, actor, task_id, Deed.RUN)
        if old.status in LIVE:
            raise TaskLives("This task has not ended.", "Cancel it first, or wait.")
        fresh = _repeated(w, actor, old, None)
        return view_of(seen(w.session, actor, fresh))


def _repeated(w: Work, actor: Actor, old: rows.Task, after_id: str | None) -> str:
    fresh = submit(
        w,
        actor,
        Job(old.kind),
        {name: value for name, value in old.params.items() if name != "stop"},  # a wish about the old one only
        title=old.title,
        queue=old.queue,
        priority=old.priority,
        idempotency_key=old.idempotency_key,
        time_limit_s=old.time_limit_s,
        parent_id=old.id,
        after_id=after_id,
    )
    for child in rows.children(w.session, old.id):
        if child.status == Status.CANCELLED and (child.error or {}).get("code") == CHAIN_BROKEN["code"]:
            _repeated(w, actor, child, fresh)
    return fresh


# -- for the hub that tells open pages


def latest(task_ids: Sequence[str]) -> list[dict[str, Any]]:
    """The messages that these tasks' rows would send now: for a hub whose broker is away."""
    with session() as asking:
        return [message_of(view_of(task)) for task in rows.several(asking, task_ids)]


def latest_of(owner_ids: Sequence[str]) -> list[dict[str, Any]]:
    """The same for the newest tasks of some people."""
    with session() as asking:
        each = (rows.found(asking, rows.Wanted(owner_id=owner), 20, 0) for owner in owner_ids)
        return [message_of(view_of(task)) for some in each for task in some]


def follow() -> AsyncIterator[dict[str, Any] | None]:
    """Every message about every task; ``None`` whenever the line was lost or made anew."""
    return progress.listen()
