"""A piece of background work as people and programs are shown it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from quantboard.core.task import ENDED, Status, nearest_priority
from quantboard.db import tasks as rows
from quantboard.db.base import now
from quantboard.queue import progress
from quantboard.services.traits import trait_of

WARN_BEFORE_S, WARN_SHARE = 300.0, 0.2
TOLD = (
    *("status", "progress", "stage", "detail", "eta_s", "result_ref", "error", "title", "kind", "attempt"),
    *("priority", "can_pause", "cancel_requested", "pause_requested"),
)


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
    priority: str = "normal"
    queue: str = "heavy"
    max_attempts: int = 3
    time_limit_s: int = 3600
    not_before: datetime | None = None
    pause_requested: bool = False
    can_pause: bool = False
    after_id: str | None = None
    is_waiting_for_another: bool = False
    repeats_id: str | None = None
    request_id: str | None = None
    deleted_at: datetime | None = None
    owner_name: str = ""

    @property
    def is_over(self) -> bool:
        return self.status in ENDED

    @property
    def deadline_at(self) -> datetime | None:
        """When a running attempt will be stopped."""
        if self.status != Status.RUNNING or self.started_at is None:
            return None
        return self.started_at + timedelta(seconds=self.time_limit_s)

    def as_json(self) -> dict[str, Any]:
        """The shell's and REST's object: instants as ISO 8601 text."""
        return plain(self)


@dataclass(frozen=True)
class HistoryLine:
    """One line of a task's history."""

    at: datetime
    attempt: int
    kind: str
    data: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """The shell's and REST's object."""
        return plain(self)


@dataclass(frozen=True)
class AttemptView:
    """One attempt: where it ran, and how it ended."""

    number: int
    worker: str
    started_at: datetime
    ended_at: datetime | None
    outcome: str  # a status; "running" while it runs
    error: dict[str, str] | None
    has_log: bool = False

    def as_json(self) -> dict[str, Any]:
        """The shell's and REST's object."""
        return plain(self)


def plain(thing: Any) -> dict[str, Any]:
    """A view as plain data: instants as ISO 8601 text."""
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in asdict(thing).items()}


def view_of(task: rows.Task, names: Mapping[str, str] | None = None) -> TaskView:
    """The view of a row; ``names`` are those of the owners."""
    is_running = task.status == Status.RUNNING
    eta_s = max(0.0, (task.eta_at - now()).total_seconds()) if task.eta_at and is_running else None
    same = {field.name for field in fields(TaskView)} & set(rows.Task.model_fields)
    given: dict[str, Any] = {name: getattr(task, name) for name in same}
    given |= {
        "status": str(Status(task.status)),
        "detail": {str(name): str(value) for name, value in task.detail.items()},
        "eta_s": eta_s,
        "priority": nearest_priority(task.priority).word,
        "can_pause": trait_of(task.kind).can_pause,
        "is_waiting_for_another": task.waits,
        "repeats_id": task.parent_id,
        "owner_name": (names or {}).get(task.owner_id, ""),
    }
    return TaskView(**given)


def attempts_in(history: Sequence[rows.TaskEvent], numbers_with_log: frozenset[int]) -> tuple[AttemptView, ...]:
    """The attempts that a history tells of, the newest first."""
    found: dict[int, AttemptView] = {}
    for line in history:
        if line.kind == "claimed":
            name = str(line.data.get("worker", ""))
            has_log = line.attempt in numbers_with_log
            found[line.attempt] = AttemptView(line.attempt, name, line.at, None, Status.RUNNING, None, has_log)
        elif line.attempt in found and line.kind in (*ENDED, Status.RETRYING, Status.PAUSED):
            begun = found[line.attempt]
            found[line.attempt] = AttemptView(
                begun.number, begun.worker, begun.started_at, line.at, line.kind, line.data.get("error"), begun.has_log
            )
    return tuple(reversed(found.values()))


def message_of(view: TaskView) -> dict[str, Any]:
    """What watchers are told."""
    ends_in_s = (view.deadline_at - now()).total_seconds() if view.deadline_at else None
    took = view.finished_at - view.started_at if view.started_at and view.finished_at else None
    more = {
        "ends_in_s": ends_in_s if is_nearly_late(ends_in_s, view.time_limit_s) else None,
        "took_s": took.total_seconds() if took else None,
    }
    return {"task": view.id, "owner": view.owner_id} | {name: getattr(view, name) for name in TOLD} | more


def is_nearly_late(left_s: float | None, limit_s: float) -> bool:
    """Whether a time limit is five minutes away, or in the last fifth of a short one."""
    return left_s is not None and left_s <= min(WARN_BEFORE_S, WARN_SHARE * limit_s)


def announce(view: TaskView) -> None:
    """Tell watchers where the task stands."""
    progress.publish(message_of(view))
