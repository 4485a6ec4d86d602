"""What the page of one task knows: where it stands, its attempts, its history, the tail of its log, its neighbours."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import reflex as rx

from quantboard.core.access import Actor, Role
from quantboard.core.task import ENDED, LIVE, WAITING, Status, nearest_priority
from quantboard.errors import QuantBoardError
from quantboard.services import chains, strategies, tasks
from quantboard.services.task_views import AttemptView, HistoryLine, TaskView, is_nearly_late
from quantboard.ui import format
from quantboard.ui.call import call
from quantboard.ui.errors import told, told_kept
from quantboard.ui.live import hub, into
from quantboard.ui.session import actor_of, language_of
from quantboard.ui.tasks.row import TaskRow, row_of, updated
from quantboard.ui.text.catalogue import catalogue, say

TAIL_BYTES = 48_000
CHANGED = {
    "title": "tasks.new_title",
    "priority": "tasks.priority",
    "time_limit_s": "tasks.time_limit",
    "max_attempts": "tasks.attempts",
}
NOBODY = TaskRow(*("",) * 4, *(False,) * 6, 0.0, *("",) * 3, 0, "", 0, *("",) * 7)


@dataclass(frozen=True)
class AttemptRow:
    """One attempt on screen."""

    number: int
    worker: str
    started: str
    time: str
    outcome: str
    reason: str
    has_log: bool


@dataclass(frozen=True)
class HistoryRow:
    """One line of the history on screen."""

    at: str
    text: str
    kind: str


@dataclass(frozen=True)
class Fact:
    """A name, by its key in the catalogue, and a value."""

    key: str
    value: str


class TaskState(rx.State):
    """One task. ``task_key`` comes from the address."""

    row: TaskRow = NOBODY
    code: str = ""
    facts: rx.Field[list[Fact]] = rx.field(default_factory=list)
    attempts: rx.Field[list[AttemptRow]] = rx.field(default_factory=list)
    history: rx.Field[list[HistoryRow]] = rx.field(default_factory=list)
    before: rx.Field[list[TaskRow]] = rx.field(default_factory=list)
    after: rx.Field[list[TaskRow]] = rx.field(default_factory=list)
    strategies: rx.Field[list[tuple[str, str]]] = rx.field(default_factory=list)
    following: str = ""
    inputs: str = ""
    log: str = ""
    shown_attempt: int = 0
    deadline: str = ""
    time_limit: str = ""
    new_title: str = ""
    problems: rx.Field[dict[str, str]] = rx.field(default_factory=lambda: {"title": "", "time_limit": "", "chain": ""})
    is_renaming: bool = False
    is_waiting: bool = False
    is_deleted: bool = False
    is_loaded: bool = False
    is_missing: bool = False
    _task_id: str = ""
    _status: str = ""
    _log_at: float = 0.0

    @rx.event
    async def load(self) -> None:
        """When the page opens, or another task's does."""
        actor = await actor_of(self)
        self._task_id, self.shown_attempt, self.log = str(self.task_key), 0, ""
        self.is_renaming, self.is_missing, self.is_loaded = False, False, False
        self.problems = dict.fromkeys(self.problems, "")
        try:
            view = await self._read(actor)
        except QuantBoardError:
            self.is_missing, self.row = True, NOBODY
            return
        hub.watch(f"task:{self._task_id}", self.router.session.client_token, into(TaskState))
        can_chain = view.kind == chains.FIRST_LINK and view.owner_id == actor.user_id and view.status in LIVE
        mine = await call(strategies.list_strategies, actor) if can_chain else []
        self.strategies, self.following = [(one.id, one.name) for one in mine], ""

    async def _read_again(self, task_id: str) -> None:
        if self.is_loaded and task_id == self._task_id:
            await self._read(await actor_of(self))

    async def _read(self, actor: Actor) -> TaskView:
        language, task_id = await language_of(self), self._task_id
        view = await call(tasks.view, actor, task_id)
        places = await call(tasks.places, actor) if view.status in WAITING else {}
        attempts = await call(tasks.attempts_of, actor, task_id)
        history = await call(tasks.history, actor, task_id)
        before, after = await call(tasks.related, actor, task_id)
        inputs = await call(tasks.inputs_of, actor, task_id)
        self.row, self.code = row_of(view, places.get(task_id, 0)), (view.error or {}).get("code", "")
        self.facts = _facts(view, shows_owner=actor.role is Role.ADMIN)
        self.attempts = [_attempt(one) for one in attempts]
        self.history = [_line(one, language) for one in reversed(history)]
        self.before, self.after = [row_of(one) for one in before], [row_of(one) for one in after]
        self.inputs = json.dumps(inputs, indent=2, ensure_ascii=False, default=str)
        self.deadline = _nearly_late(view)
        self.time_limit = str(view.time_limit_s)
        self.is_waiting, self.is_deleted = view.status in WAITING, view.deleted_at is not None
        self._status = view.status
        await self._read_log(actor)
        self.is_loaded = True
        return view

    async def _read_log(self, actor: Actor) -> None:
        text = await call(tasks.log_of, actor, self._task_id, self.shown_attempt, most=TAIL_BYTES)
        if text != self.log:
            self.log = text

    async def _take(self, message: dict[str, Any]) -> None:
        actor = await actor_of(self)
        if message["status"] != self._status or message["attempt"] != self.row.attempt or message["status"] in ENDED:
            await self._read(actor)
            return
        self.row = updated(self.row, message)
        at = datetime.now(UTC).timestamp()
        if at - self._log_at >= 1.0:  # a log is read once a second, whatever is reported
            self._log_at = at
            await self._read_log(actor)

    @rx.event
    async def show_log(self, attempt: int) -> None:
        """The log of another attempt; 0 is the newest, which is followed."""
        self.shown_attempt = attempt
        await self._read_log(await actor_of(self))

    @rx.event
    async def download_log(self) -> Any:
        """The whole log as a file."""
        text = await call(tasks.log_of, await actor_of(self), self._task_id, self.shown_attempt)
        attempt = self.shown_attempt or self.row.attempt
        return rx.download(data=text, filename=f"task-{self._task_id[:8]}-{attempt}.log")

    @rx.event
    def rename(self, is_on: bool) -> None:
        """Open or close the field for another title."""
        self.is_renaming, self.new_title = is_on, self.row.title
        self.problems = {**self.problems, "title": ""}

    @rx.event
    def type_title(self, title: str) -> None:
        """Another title was typed."""
        self.new_title = title[:300]

    @rx.event
    async def save_title(self) -> None:
        """Call it so from now on."""
        actor = await actor_of(self)
        try:
            await call(tasks.rename, actor, self._task_id, self.new_title)
        except QuantBoardError as problem:
            self.problems = {**self.problems, "title": told(problem)}
            return
        self.is_renaming = False
        await self._read(actor)

    @rx.event
    async def limit(self, text: str) -> None:
        """Let a task that waits run longer, or less long."""
        actor = await actor_of(self)
        try:
            seconds = int(text) if text.strip().isdigit() else -1
            await call(tasks.edit, actor, self._task_id, time_limit_s=seconds)
        except QuantBoardError as problem:
            self.problems = {**self.problems, "time_limit": told(problem)}
            return
        self.problems = {**self.problems, "time_limit": ""}
        await self._read(actor)

    @rx.event
    def choose_following(self, strategy_id: str) -> None:
        """What may follow; nothing happens yet, for arrow keys choose as they pass."""
        self.following = strategy_id

    @rx.event
    async def then_backtest(self, strategy_id: str) -> Any:
        """Let a backtest follow this import."""
        actor = await actor_of(self)
        if not strategy_id:
            return None
        try:
            await call(chains.then_backtest, actor, self._task_id, strategy_id)
        except QuantBoardError as problem:
            self.problems = {**self.problems, "chain": told(problem)}
            return None
        self.problems = {**self.problems, "chain": ""}
        await self._read(actor)
        return rx.toast.success(say(await language_of(self), "tasks.chained"))


def _facts(view: TaskView, *, shows_owner: bool) -> list[Fact]:
    ran = view.finished_at - view.started_at if view.started_at and view.finished_at else None
    found = {
        "tasks.owner": view.owner_name if shows_owner else "",
        "tasks.created": format.instant(view.created_at),
        "tasks.started": format.instant(view.started_at) if view.started_at else "",
        "tasks.finished": format.instant(view.finished_at) if view.finished_at else "",
        "tasks.duration": format.duration(max(0.0, ran.total_seconds())) if ran else "",
        "tasks.not_before": format.instant(view.not_before) if view.status == Status.RETRYING else "",
        "tasks.attempts": f"{view.attempt} / {view.max_attempts}",
        "tasks.time_limit": "" if view.status in WAITING else format.duration(float(view.time_limit_s)),
        "tasks.queue": view.queue,
        "tasks.worker": _worker(view.worker),
        "tasks.request_id": view.request_id or "",
        "tasks.id": view.id,
    }
    return [Fact(key, value) for key, value in found.items() if value]


def _attempt(one: AttemptView) -> AttemptRow:
    ended = one.ended_at or datetime.now(UTC)
    return AttemptRow(
        number=one.number,
        worker=_worker(one.worker),
        started=_to_the_second(one.started_at),
        time=format.duration(max(0.0, (ended - one.started_at).total_seconds())) if one.ended_at else "",
        outcome=one.outcome,
        reason=told_kept(one.error) if one.error else "",
        has_log=one.has_log,
    )


def _worker(name: str | None) -> str:
    """The machine and the process of ``machine/mark:process``."""
    machine, _, process = (name or "").rpartition("/")
    return f"{machine} · {process.rpartition(':')[2]}" if machine else process


def _to_the_second(moment: datetime) -> str:
    return f"{format.instant(moment)}:{moment:%S}"


def _line(line: HistoryLine, language: str) -> HistoryRow:
    key = f"tasks.event.{line.kind}"
    values = {name: str(value) for name, value in line.data.items()}
    if "priority" in values:
        values["priority"] = say(language, f"tasks.priority.{nearest_priority(int(line.data['priority'])).word}")
    text = say(language, key) if key in catalogue() else line.kind
    if line.kind in ("changed", "cleaned") and values:
        text += ": " + ", ".join(f"{_named(name, language)} {value}" for name, value in values.items())
    elif line.kind == "nearly_late":
        text += f" ({format.duration(float(line.data.get('left_s', 0)))})"
    if line.data.get("error"):
        text += f": {told_kept(line.data['error'], language)}"
    if line.attempt:
        text += f" · {say(language, 'tasks.attempt', n=line.attempt)}"
    return HistoryRow(_to_the_second(line.at), text, line.kind)


def _named(name: str, language: str) -> str:
    """What was changed, or a sort of things that a clean-up removed."""
    key = CHANGED.get(name, f"schedules.sort_{name}")
    return say(language, key) if key in catalogue() else name


def _nearly_late(view: TaskView) -> str:
    """When a running attempt will be stopped, once that is less than five minutes away."""
    if view.deadline_at is None:
        return ""
    left_s = (view.deadline_at - datetime.now(UTC)).total_seconds()
    return format.duration(max(0.0, left_s)) if is_nearly_late(left_s, view.time_limit_s) else ""
