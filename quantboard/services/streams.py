"""A task as a stream of events, from where it stands now to its end: progress, log, metrics, error, end."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from quantboard.core.access import Actor
from quantboard.core.task import ENDED, Status
from quantboard.errors import QuantBoardError
from quantboard.log import logger
from quantboard.queue import broker
from quantboard.services import backtests, tasks
from quantboard.services.tasks import TaskView
from quantboard.store import joblogs

LOOK_EVERY_S = 1.0  # row and log, however little the broker says
LOOK_ALONE_S = 0.3  # where no broker tells anything
MOST_WAITING = 200
LEVELS = frozenset({"debug", "info", "warning", "error", "critical"})
log = logger("services")


@dataclass(frozen=True)
class Event:
    """One thing that happened: ``progress``, ``log``, ``metrics``, ``error`` or ``end``."""

    kind: str
    data: dict[str, Any]


Line = asyncio.Queue[dict[str, Any] | None]


class Feed:
    """One line to the broker for all streams of an event loop; it ends with the last of them."""

    def __init__(self) -> None:
        self._lines: dict[str, set[Line]] = {}
        self._listening: asyncio.Task[None] | None = None

    @contextmanager
    def watch(self, task_id: str) -> Iterator[Line]:
        """Where the messages about one task arrive; ``None`` says: look at the row."""
        line: Line = asyncio.Queue(MOST_WAITING)
        self._lines.setdefault(task_id, set()).add(line)
        if not broker.is_stub() and (self._listening is None or self._listening.done()):
            self._listening = asyncio.get_running_loop().create_task(self._listen())
        try:
            yield line
        finally:
            self._lines[task_id].discard(line)
            if not self._lines[task_id]:
                del self._lines[task_id]
            if not self._lines and self._listening is not None:
                self._listening.cancel()
                self._listening = None

    async def _listen(self) -> None:
        async for message in tasks.follow():
            told = self._lines.values() if message is None else [self._lines.get(message["task"], set())]
            for line in [one for some in told for one in some]:
                if not line.full():  # a reader that is far behind looks at the row anyway
                    line.put_nowait(message)


_feeds: WeakKeyDictionary[asyncio.AbstractEventLoop, Feed] = WeakKeyDictionary()


def feed() -> Feed:
    """The feed of the running event loop."""
    return _feeds.setdefault(asyncio.get_running_loop(), Feed())


async def follow(actor: Actor, task_id: str) -> AsyncIterator[Event | None]:
    """The events of a task; ``None`` every now and then, when nothing happened. Raises what ``tasks.view`` raises."""
    await asyncio.to_thread(tasks.view, actor, task_id)
    return _events(actor, task_id)


async def _events(actor: Actor, task_id: str) -> AsyncIterator[Event | None]:
    written = _Written(task_id)
    with feed().watch(task_id) as line:
        told: dict[str, Any] = {}
        while True:
            view = await asyncio.to_thread(tasks.view, actor, task_id)
            now = _told(view)
            if now != told:
                told = now
                yield Event("progress", told)
            for event in await written.news(view):
                yield event
            if view.status in ENDED:
                break
            async for news in _until_due(line, told):
                yield news
                told = news.data if news is not None else told
    for event in await asyncio.to_thread(_last, actor, view):
        yield event


async def _until_due(line: Line, told: dict[str, Any]) -> AsyncIterator[Event | None]:
    """What the broker tells until the row is due again: at once where the task has ended or the line was lost."""
    due = time.monotonic() + (LOOK_ALONE_S if broker.is_stub() else LOOK_EVERY_S)
    while (left := due - time.monotonic()) > 0:
        try:
            message = await asyncio.wait_for(line.get(), left)
        except TimeoutError:
            break
        if message is None or message["status"] in ENDED:
            return
        now = {name: message.get(name) for name in told}
        if now != told:
            told = now
            yield Event("progress", now)
    yield None


def _told(view: TaskView) -> dict[str, Any]:
    return {name: value for name, value in tasks.message_of(view).items() if name != "owner"}


class _Written:
    """How far the log of a task was read."""

    def __init__(self, task_id: str) -> None:
        self._task_id, self._attempt, self._offset = task_id, 0, 0

    async def news(self, view: TaskView) -> list[Event]:
        """The lines that were added."""
        found: list[Event] = []
        while self._attempt < view.attempt:  # what the attempt before this one had still to say
            found += await self._more(self._attempt)
            self._attempt, self._offset = self._attempt + 1, 0
        return found + await self._more(view.attempt)

    async def _more(self, attempt: int) -> list[Event]:
        text, self._offset = await asyncio.to_thread(joblogs.read_from, self._task_id, attempt, self._offset)
        return [Event("log", {"attempt": attempt, **_parts(one)}) for one in text.splitlines() if one.strip()]


def _parts(line: str) -> dict[str, str]:
    """``instant  level  text`` → its parts; any other line is a text alone."""
    parts = line.split(None, 2)
    if len(parts) >= 2 and parts[1] in LEVELS:
        return {"at": parts[0], "level": parts[1], "text": parts[2] if len(parts) > 2 else ""}
    return {"at": "", "level": "info", "text": line}


def _last(actor: Actor, view: TaskView) -> list[Event]:
    found = []
    if view.status == Status.SUCCEEDED and (metrics := _metrics(actor, view)) is not None:
        found.append(Event("metrics", metrics))
    if view.error is not None:
        found.append(Event("error", dict(view.error)))
    return [*found, Event("end", view.as_json())]


def _metrics(actor: Actor, view: TaskView) -> dict[str, Any] | None:
    """The headline metrics where the task was a run."""
    backtest_id = tasks.inputs_of(actor, view.id).get("backtest_id")
    if backtest_id is None:
        return None
    try:
        return backtests.view(actor, str(backtest_id)).metrics
    except QuantBoardError:  # deleted meanwhile
        return None
