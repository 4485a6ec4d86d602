"""One listener per web process; pushes the progress of tasks to the tabs that watch them.

A page first reads its task's row, then follows::

    hub.watch(f"task:{task_id}", self.router.session.client_token, into(RunState))

and ``RunState`` has ``async def _take(self, message)``, which changes its vars and may return an event such as a toast.
A message holds ``task``, ``owner``, ``kind``, ``title``, ``status``, ``progress``, ``stage``, ``detail``, ``eta_s``,
``attempt`` and, once it ended, ``result_ref`` and ``error``. A state watches one topic at a time: ``task:<id>``, or
``tasks:<user id>`` for everything of a person. The first message of a task is pushed at once, then at most four a
second, the newest wins. While the broker is away, the rows are asked every second.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from functools import cache
from typing import Any

import reflex as rx
from reflex.state import StateUpdate
from reflex_base.event import Event

from quantboard.core.task import ENDED
from quantboard.log import logger
from quantboard.services import tasks
from quantboard.ui.call import call

Message = dict[str, Any]
Push = Callable[[str, Message], Awaitable[None]]
PAUSE_S = 0.25
CHECK_EVERY_S = 10.0  # messages may be lost, rows may not
log = logger("ui")


class Hub:
    """Who watches what, and what is to be pushed to them."""

    def __init__(self) -> None:
        self.app: Any = None
        self._watchers: dict[str, dict[tuple[str, Push], None]] = {}
        self._latest: dict[tuple[str, str], Message] = {}  # (topic, task)
        self._pushed_at: dict[tuple[str, str], float] = {}
        self._shown: dict[str, tuple[Any, ...]] = {}  # task → what its row said last
        self._pushing: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()

    def watch(self, topic: str, token: str, push: Push) -> None:
        """Push this topic to a tab from now on, instead of what ``push`` watched before."""
        self.leave(token, push)
        self._watchers.setdefault(topic, {})[token, push] = None

    def leave(self, token: str, push: Push | None = None) -> None:
        """Stop pushing to a tab, or to one of its states."""
        for topic in list(self._watchers):
            kept = {one: None for one in self._watchers[topic] if one[0] != token or push not in (None, one[1])}
            if kept:
                self._watchers[topic] = kept
            else:
                del self._watchers[topic]

    def offer(self, message: Message) -> None:
        """Take a message for whoever watches its task or its owner."""
        for topic in (f"task:{message['task']}", f"tasks:{message['owner']}"):
            if topic in self._watchers:
                self._latest[topic, message["task"]] = message
                self._wake.set()

    def attach(self, app: Any) -> None:
        """Run with this application."""
        self.app = app
        app.register_lifespan_task(self.run)

    @contextlib.asynccontextmanager
    async def run(self) -> AsyncIterator[None]:
        """For as long as the web process lives."""
        self._wake = asyncio.Event()
        running = [asyncio.create_task(deed()) for deed in (self._listen, self._flush, self._check)]
        yield
        for one in running:
            one.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _listen(self) -> None:
        async for message in tasks.follow():
            if message is None:
                await self._read_rows()
            else:
                self.offer(message)

    async def _check(self) -> None:
        while True:
            await asyncio.sleep(CHECK_EVERY_S)
            self._forget_closed()
            await self._read_rows()

    async def _read_rows(self) -> None:
        """Offer what the rows say, where that is news."""
        watched = [topic.partition(":") for topic in self._watchers]
        ids = [name for kind, _, name in watched if kind == "task"]
        owners = [name for kind, _, name in watched if kind == "tasks"]
        if not watched:
            return
        try:
            rows = await call(tasks.latest, ids) + await call(tasks.latest_of, owners)
        except Exception as problem:  # noqa: BLE001 -- a database that is away must not end the listener
            log.warning("live.rows_unreadable", reason=str(problem)[:200])
            return
        shown = {}
        for row in rows:
            state = (row["attempt"], row["status"], row["progress"], row["stage"])
            shown[row["task"]] = state
            if self._shown.get(row["task"]) != state:
                self.offer(row)
        self._shown = shown

    async def _flush(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._latest:
                at = asyncio.get_running_loop().time()
                due = [key for key in self._latest if at - self._pushed_at.get(key, -PAUSE_S) >= PAUSE_S]
                for topic, task_id in due:
                    self._pushed_at[topic, task_id] = at
                    self._push(topic, self._latest.pop((topic, task_id)))
                if not due:
                    await asyncio.sleep(0.02)

    def _push(self, topic: str, message: Message) -> None:
        """Start pushing to every watcher; a tab that is busy keeps nobody else waiting."""
        for token, push in self._watchers.get(topic, ()):
            job = asyncio.create_task(_one(push, token, message))
            self._pushing.add(job)
            job.add_done_callback(self._pushing.discard)
        if message.get("status") in ENDED:
            self._pushed_at.pop((topic, message["task"]), None)

    def _forget_closed(self) -> None:
        if self.app is None or self.app.event_namespace is None:
            return
        open_tabs = set(self.app.event_namespace.token_to_sid)
        watching = {token for watchers in self._watchers.values() for token, _ in watchers}
        for token in watching - open_tabs:
            self.leave(token)


async def _one(push: Push, token: str, message: Message) -> None:
    try:
        await push(token, message)
    except Exception as problem:  # noqa: BLE001 -- one bad tab must not stop the others
        log.warning("live.push_failed", reason=f"{type(problem).__name__}: {problem}"[:300])


hub = Hub()


@cache
def into(kind: type[rx.State]) -> Push:
    """A push that hands messages to ``kind._take`` in a tab, and passes on the events it returns."""

    async def push(token: str, message: Message) -> None:
        app = hub.app
        if token not in app.event_namespace.token_to_sid:
            return
        async with app.modify_state(rx.BaseStateToken(ident=token, cls=kind)) as root:
            state: Any = await root.get_state(kind)
            events = await state._take(message)
        if events:
            chained: Sequence[Event] = Event.from_event_type(events)
            await app.event_namespace.emit_update(update=StateUpdate(events=list(chained)), token=token)

    return push
