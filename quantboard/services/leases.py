"""Background work as workers see it: claim, beat, finish, fail, pause, and the reaper of what was lost.

A worker holds a task by an attempt number and a counter that it raises every second. Nobody compares clocks: a reaper
gives a task up when it has itself seen the same counter for eight seconds, or when its worker's process is gone.
"""

import hashlib
import os
import random
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import psutil

from quantboard.core.task import ENDED, Status
from quantboard.db import claims, outbox
from quantboard.db import tasks as rows
from quantboard.db.base import now
from quantboard.db.session import Session, session
from quantboard.errors import QuantBoardError
from quantboard.log import logger, request_id
from quantboard.masking import mask_text
from quantboard.queue import broker
from quantboard.queue.names import QUEUES
from quantboard.services import tasks
from quantboard.services.work import Work, work
from quantboard.settings import settings

BEAT_S, LEASE_S = 1.0, 8.0
LOCK_PATIENCE_S = 2.0
LONGEST_PAUSE_S = 600.0
STRANDED_AFTER_S = 60.0
WORKER_LOST = {
    "code": "task.worker_lost",
    "message": "The worker that ran this task died or stopped answering.",
    "hint": "Run it again; if it happens again, the job may need more memory than this machine has.",
}
WORKER_STOPPED = {
    "code": "task.worker_stopped",
    "message": "The worker was stopped while it ran this task.",
    "hint": "It starts again by itself when a worker runs.",
}
log = logger("services")


class Wish(StrEnum):
    """What a person wants of a running attempt."""

    GO_ON = "go_on"
    PAUSE = "pause"
    STOP = "stop"


@dataclass(frozen=True)
class Claim:
    """A task that this process holds."""

    id: str
    kind: str
    title: str
    queue: str
    params: dict[str, Any]
    owner_id: str
    attempt: int
    max_attempts: int
    time_limit_s: int
    request_id: str = ""


def held_of(task: rows.Task) -> Claim:
    """The claim of whoever holds this row's attempt."""
    return Claim(
        task.id,
        task.kind,
        task.title,
        task.queue,
        dict(task.params),
        task.owner_id,
        task.attempt,
        task.max_attempts,
        task.time_limit_s,
        task.request_id or "",
    )


@cache
def _node() -> str:
    """This machine and process space: equal only where process numbers mean the same."""
    marks = [socket.gethostname()]
    for source in ("/proc/sys/kernel/random/boot_id", "/proc/self/ns/pid"):
        try:
            path = Path(source)
            marks.append(str(path.readlink()) if path.is_symlink() else path.read_text().strip())
        except OSError:
            continue
    return f"{marks[0][:80]}/{hashlib.sha256('|'.join(marks).encode()).hexdigest()[:8]}"


def worker_name() -> str:
    """How this process signs its claims."""
    return f"{_node()}:{os.getpid()}"


def _is_gone(worker: str | None) -> bool:
    """Whether the worker ran here and its process is no more."""
    node, _, number = (worker or "").rpartition(":")
    return node == _node() and number.isdigit() and not psutil.pid_exists(int(number))


def claim(
    queue: str, prepare: Callable[[Session, Claim], Any] | None = None, *, task_id: str | None = None
) -> tuple[Claim, Any] | None:
    """Take the best task of a queue (or exactly ``task_id``) and prepare it, in one transaction.

    ``None``: nothing to do, or the task could not be prepared and has failed.
    """
    with work() as w:
        task = claims.claim(w.session, queue, worker_name(), task_id, _full(w.session))
        if task is None:
            return None
        held = held_of(task)
        payload, error = None, None
        if prepare is not None:
            try:
                with w.session.begin_nested():
                    payload = prepare(w.session, held)
            except Exception as problem:  # noqa: BLE001 -- whatever it is, it becomes the task's error
                error = explain(problem, held)
                _end(w, held, Status.FAILED, error=error)
        _tell_afterwards(w, held.id)
    log.info("task.claimed", task_id=held.id, kind=held.kind, attempt=held.attempt)
    return None if error else (held, payload)


def _full(asking: Session) -> list[str]:
    """The kinds of which as many run as the settings allow."""
    limited = settings().job_slots
    if limited:
        claims.one_at_a_time(asking)
    return [kind for kind, slots in limited.items() if rows.of_kind(asking, kind, [Status.RUNNING]) >= slots]


def _end(w: Work, held: Claim, status: Status, **fields: Any) -> bool:
    """Move the attempt on; its end is passed on to what waits for it, or for its slot."""
    if not claims.end(w.session, held.id, held.attempt, status, **fields):
        return False
    if status in ENDED:
        tasks.passed_on(w, held.id, status)
    if held.kind in settings().job_slots:
        following = claims.first_waiting(w.session, held.kind)
        if following is not None:
            outbox.post(w.session, *following)
            w.n_waiting += 1
    return True


def _tell_afterwards(w: Any, task_id: str) -> None:
    def tell() -> None:
        with session() as asking:
            task = rows.get(asking, task_id)
            if task is not None:
                tasks.announce(tasks.view_of(task))

    w.afterwards(tell)


def explain(problem: Exception, held: Claim) -> dict[str, str]:
    """The error to keep: ours as it is, anything else as a bug with a reference to the log."""
    if isinstance(problem, QuantBoardError):
        log.warning("task.failed", task_id=held.id, code=problem.code)
        return problem.as_dict()
    log.error("task.crashed", task_id=held.id, exc_info=problem)
    return internal_error(held.id, f"{type(problem).__name__}: {problem}")


def internal_error(task_id: str, what: str) -> dict[str, str]:
    """The error of a bug of ours, with the id that the log's lines carry."""
    reference = request_id() or task_id[:8]
    return {
        "code": "internal.error",
        "message": f"Something went wrong inside QuantBoard: {mask_text(what)[:300]}",
        "hint": f"Please report it with the reference {reference}; the worker's log has the details.",
    }


def beat(held: Claim, fields: Mapping[str, Any]) -> Wish | None:
    """Show that this attempt lives, with its progress. What is wanted of it; ``None``: fenced off, stop at once."""
    with work() as w:
        wanted = claims.beat(w.session, held.id, held.attempt, **fields)
    if wanted is None:
        return None
    to_stop, to_pause = wanted
    return Wish.STOP if to_stop else Wish.PAUSE if to_pause else Wish.GO_ON


def remark(held: Claim, kind: str, **data: Any) -> None:
    """Write a line into the task's history while it runs."""
    with work() as w:
        rows.note(w.session, held.id, held.attempt, kind, **data)
        _tell_afterwards(w, held.id)


def finish(held: Claim, complete: Callable[[Session], str | None]) -> bool:
    """End well: what ``complete`` writes and the task's end are one transaction. False: fenced off, nothing written."""
    with work() as w:
        if not _end(w, held, Status.SUCCEEDED, progress=1.0, error=None):
            return False
        claims.set_result(w.session, held.id, complete(w.session))
        _tell_afterwards(w, held.id)
    log.info("task.finished", task_id=held.id, kind=held.kind, attempt=held.attempt)
    return True


def fail(held: Claim, error: dict[str, str], status: Status = Status.FAILED) -> bool:
    """End badly, timed out, or cancelled (then without an error)."""
    with work() as w:
        kept = None if status is Status.CANCELLED else error
        done = _end(w, held, status, error=kept)
        _tell_afterwards(w, held.id)
    return done


def stop(held: Claim, complete: Callable[[Session], str | None]) -> bool:
    """End cancelled, but keep what the work left: what ``complete`` writes and the end are one transaction."""
    with work() as w:
        if not _end(w, held, Status.CANCELLED, error=None):
            return False
        claims.set_result(w.session, held.id, complete(w.session))
        _tell_afterwards(w, held.id)
    log.info("task.stopped", task_id=held.id, kind=held.kind, attempt=held.attempt)
    return True


def set_aside(held: Claim) -> bool:
    """Pause: the slot is free, and the task waits until somebody lets it go on."""
    with work() as w:
        done = _end(w, held, Status.PAUSED, error=None)
        _tell_afterwards(w, held.id)
    if done:
        log.info("task.paused", task_id=held.id, attempt=held.attempt)
    return done


def postpone(held: Claim, error: dict[str, str]) -> bool:
    """Try again after a growing pause; fail when the attempts are used up."""
    if held.attempt >= held.max_attempts:
        return fail(held, error)
    with work() as w:
        return _again(w, held, error, pause_before_retry(held.attempt))


def pause_before_retry(attempt: int) -> float:
    """Seconds, growing with each attempt; never twice the same, so that many do not come back at once."""
    return min(LONGEST_PAUSE_S, 2.0 ** min(attempt, 20) * random.uniform(1.0, 1.5))


def give_back(held: Claim) -> bool:
    """Let another worker take the task: this one stops, which uses up no try."""
    with work() as w:
        return _again(w, held, WORKER_STOPPED, 0.0, max_attempts=held.max_attempts + 1)


def _again(w: Work, held: Claim, error: dict[str, str], pause_s: float, **fields: Any) -> bool:
    wish = _wish_of(w.session, held)
    if wish is not Wish.GO_ON:  # it was asked for while the worker was stopping, or the job failing
        done = _end(w, held, Status.CANCELLED if wish is Wish.STOP else Status.PAUSED, error=None)
        _tell_afterwards(w, held.id)
        return done
    due_at = now() + timedelta(seconds=pause_s)
    done = _end(w, held, Status.RETRYING, error=error, not_before=due_at, **fields)
    if done:
        outbox.post(w.session, held.id, held.queue, due_at)
        w.n_waiting += 1
        _tell_afterwards(w, held.id)
    return done


def _wish_of(asking: Session, held: Claim) -> Wish:
    task = rows.get(asking, held.id)
    if task is None or task.attempt != held.attempt:
        return Wish.GO_ON
    return Wish.STOP if task.cancel_requested else Wish.PAUSE if task.pause_requested else Wish.GO_ON


class Reaper:
    """Gives up tasks whose worker is gone; run by every worker every two seconds, harmless when several do.

    A silent worker may only be unable to write: while the database is locked nobody's beat arrives. So before a reaper
    gives up a task it writes itself, then waits for a beat once more.
    """

    def __init__(self, lease_s: float = LEASE_S) -> None:
        self._lease_s = lease_s
        self._seen: dict[str, tuple[int, int, float]] = {}  # task → attempt, beat, when this reaper first saw them

    def reap(self) -> int:
        """One round; how many tasks were given up."""
        gone, silent = self._look()
        if silent and self._can_write(silent):
            time.sleep(self._lease_s / 5)
            gone += self._look()[1]
        return sum(_give_up(task) for task in gone)

    def _look(self) -> tuple[list[rows.Task], list[rows.Task]]:
        """The tasks whose worker's process is no more, and those that showed no life for too long."""
        with session() as asking:
            running = rows.running(asking)
        at = time.monotonic()
        seen = {}
        gone, silent = [], []
        for task in running:
            attempt, count, since = self._seen.get(task.id, (0, 0, at))
            if (attempt, count) != (task.attempt, task.beat):
                since = at
            seen[task.id] = (task.attempt, task.beat, since)
            if _is_gone(task.worker):
                gone.append(task)
            elif at - since >= self._lease_s:
                silent.append(task)
        self._seen = seen
        return gone, silent

    def _can_write(self, silent: list[rows.Task]) -> bool:
        """Whether the database let us lock the rows without delay."""
        asked_at = time.monotonic()
        with work() as w:
            for task in silent:
                claims.is_still(w.session, task.id, task.attempt, task.beat)
        return time.monotonic() - asked_at <= LOCK_PATIENCE_S


def _give_up(task: rows.Task) -> bool:
    held = held_of(task)
    with work() as w:
        if not claims.is_still(w.session, task.id, task.attempt, task.beat):
            return False
        if task.attempt >= task.max_attempts and _wish_of(w.session, held) is Wish.GO_ON:
            done = _end(w, held, Status.FAILED, error=WORKER_LOST)
        else:
            return _again(w, held, WORKER_LOST, 0.0)
        _tell_afterwards(w, task.id)
    log.warning("task.lost", task_id=task.id, attempt=task.attempt, worker=task.worker)
    return done


def send_stranded(after_s: float = STRANDED_AFTER_S) -> int:
    """Send again as many messages as the broker lost: tasks that wait, announced a while ago, beyond what it holds."""
    n_sent = 0
    before = now() - timedelta(seconds=after_s)
    for queue in QUEUES:
        with session() as asking:
            n_due = outbox.n_due(asking, queue, before)
            n_running = outbox.n_running(asking, queue)
        missing = n_due - max(0, broker.waiting(queue) - n_running) if n_due else 0
        if missing <= 0:
            continue
        with work() as w:
            for task_id in outbox.due(w.session, queue, before, missing):
                outbox.post(w.session, task_id, queue)
                w.n_waiting += 1
                n_sent += 1
        log.warning("task.reposted", queue=queue, n_tasks=missing)
    return n_sent


def forgive_clocks() -> int:
    """Free what waits for an instant that a clock running ahead has written; how many instants.

    No pause is longer than ``LONGEST_PAUSE_S``. Without this a task would wait for a day because a clock once did.
    """
    limit = now() + timedelta(seconds=1.5 * LONGEST_PAUSE_S + 60)
    with session() as asking:
        n_found = outbox.n_ahead(asking, limit)
    if n_found:
        with work() as w:
            outbox.set_back(w.session, limit)
        log.warning("clock.forgiven", n_instants=n_found)
    return n_found
