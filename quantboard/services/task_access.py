"""Which task is meant, whether the person may, and whether what he says about it can be: asked before every deed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from quantboard.core.access import Actor, Deed, Role, require
from quantboard.core.task import Priority, Status
from quantboard.db import tasks as rows
from quantboard.db.session import Session
from quantboard.errors import Conflict, InvalidInput, NotFound

LONGEST_TITLE = 200


class NoSuchTask(NotFound):
    """There is no such task, or none that this person may see."""

    code = "task.unknown"


class TaskEnded(Conflict):
    """The task has ended, so this can no longer be done to it."""

    code = "task.ended"


class TaskLives(Conflict):
    """The task has not ended, so it can be neither repeated nor forgotten."""

    code = "task.lives"


class CannotPause(Conflict):
    """Work of this kind runs through once it has begun, or the task is not running or waiting."""

    code = "task.cannot_pause"


class NotPaused(Conflict):
    """Only a paused task can go on."""

    code = "task.not_paused"


class BadTaskField(InvalidInput):
    """A filter, title, priority or limit that a task cannot have."""

    code = "task.bad_value"


@dataclass(frozen=True)
class TaskFilter:
    """Which tasks are asked for; empty fields ask for all. ``owner_id`` and ``everybody`` are the administrator's."""

    statuses: Sequence[str] = ()
    kinds: Sequence[str] = ()
    priorities: Sequence[str] = ()
    owner_id: str = ""
    everybody: bool = False
    since: datetime | None = None
    until: datetime | None = None
    words: str = ""
    deleted: bool = False


def seen(asking: Session, actor: Actor, task_id: str, deed: Deed = Deed.SEE) -> rows.Task:
    """The task, if the person may do ``deed`` to it; what he may not see is reported as absent."""
    task = rows.get(asking, task_id)
    if task is None:
        raise NoSuchTask(f"There is no task {task_id[:40]}.", "See 'quantboard task list' or the task centre.")
    may_steer_all = deed is Deed.RUN and actor.role is Role.ADMIN  # an administrator may stop anybody's work
    require(actor, deed, None if may_steer_all else task, "task")
    return task


def wanted(actor: Actor, asked: TaskFilter) -> rows.Wanted:
    """The rows that a filter asks for, of those the person may see."""
    require(actor, Deed.SEE, what="list")
    is_admin = actor.role is Role.ADMIN
    owner = (asked.owner_id or (None if asked.everybody else actor.user_id)) if is_admin else actor.user_id
    priorities = [priority_of(one) for one in asked.priorities]
    try:
        statuses = [Status(one) for one in asked.statuses]
    except ValueError as problem:
        raise BadTaskField(f"{problem}.", f"States are {', '.join(Status)}.", field="status") from None
    kinds, words = tuple(asked.kinds), asked.words[:200]
    return rows.Wanted(owner, statuses, kinds, priorities, asked.since, asked.until, words, asked.deleted)


def priority_of(word: str) -> Priority:
    """The priority called so."""
    try:
        return Priority[str(word).strip().upper()]
    except KeyError:
        words = ", ".join(one.word for one in Priority)
        raise BadTaskField(
            f"There is no priority {str(word)[:20]!r}.", f"There are {words}.", field="priority"
        ) from None


def title_of(text: str) -> str:
    """A title, trimmed."""
    plain = " ".join(text.split())
    if not plain or len(plain) > LONGEST_TITLE or not plain.isprintable():
        raise BadTaskField("A task needs a title of 1 to 200 characters.", "Give it a short one.", field="title")
    return plain


def within(value: int, least: int, most: int, field: str) -> int:
    """A number that lies where it may."""
    if not least <= value <= most:
        raise BadTaskField(f"A number from {least} to {most} is needed.", "Choose a value in between.", field=field)
    return value
