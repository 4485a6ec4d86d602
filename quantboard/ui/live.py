"""One listener per web process; pushes the progress of tasks to the tabs that watch them.

A page first reads its task's row, then follows::

    hub.watch(f"task:{task_id}", self.router.session.client_token, into(RunState))

and ``RunState`` has ``async def _take(self, message)``, which changes its vars and may return an event such as a toast.
A message holds ``task``, ``owner``, ``kind``, ``title``, ``status``, ``progress``, ``stage``, ``detail``, ``eta_s``,
``attempt`` and, once it ended, ``result_ref`` and ``error``. A state watches one topic at a time: ``task:<id>``, or
``tasks:<user id>`` for everything of a person. The first message of a task is pushed at once, then at most four a
second, the newest wins. What comes for several states of a tab goes to it in one go, and a tab that is still busy with
the last is given only the newest of what came meanwhile. While the broker is away, the rows are asked every second.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import reflex as rx
from reflex.state import StateUpdate
from reflex_base.event import Event

from quantboard.core.task import ENDED
from quantboard.log import logger
from quantboard.services import sessions, tasks
from quantboard.ui.call import call
from quantboard.ui.errors import speak
from quantboard.ui.look import dress
from quantboard.ui.session import language_of

Message = dict[str, Any]
Push = Callable[[str, Message], Awaitable[None]]
PAUSE_S = 0.25
CHECK_EVERY_S = 10.0  # messages may be lost, rows may not
EVERYBODYS = "tasks:*"  # a topic for administrators
log = logger("ui")


class Hub:
    """Who watches what, and what is to be pushed to them."""

    def __init__(self) -> None:
        self.app: Any = None
        self._watchers: dict[str, dict[tuple[str, Push], None]] = {}
        self._latest: dict[tuple[str, str], Message] = {}  # (topic, task)
        self._pushed_at: dict[tuple[str, str], float] = {}
        self._shown: dict[str, tuple[Any, ...]] = {}  # task → what its row said last
        self._waiting: dict[str, dict[tuple[Push, str], Message]] = {}  # tab → (push, task)
        self._serving: dict[str, asyncio.Task[None]] = {}  # tab → what pushes to it now
        self._wake = asyncio.Event()
        self._people: dict[str, tuple[str, str]] = {}  # tab → its session and role at its last event

    def belongs(self, token: str, session_id: str, role: str) -> None:
        """Whose tab it is; once the session ends or the role changes, nothing is pushed to it any more."""
        self._people[token] = (session_id, role)

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
        for topic in (f"task:{message['task']}", f"tasks:{message['owner']}", EVERYBODYS):
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
        running += self._serving.values()
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
            await self._forget_ended()
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
                open_tabs = self._open_tabs() if due else None
                for topic, task_id in due:
                    self._pushed_at[topic, task_id] = at
                    self._push(topic, self._latest.pop((topic, task_id)), open_tabs)
                if not due:
                    await asyncio.sleep(0.02)

    def _push(self, topic: str, message: Message, open_tabs: Container[str] | None = None) -> None:
        """Start pushing to every watcher; a tab that is busy keeps nobody else waiting."""
        for token, push in self._watchers.get(topic, ()):
            if open_tabs is not None and token not in open_tabs:
                continue
            self._waiting.setdefault(token, {})[push, message["task"]] = message
            if token not in self._serving:
                self._serving[token] = asyncio.create_task(self._serve(token))
        if message.get("status") in ENDED:
            self._pushed_at.pop((topic, message["task"]), None)

    async def _serve(self, token: str) -> None:
        try:
            while waiting := self._waiting.pop(token, None):
                await self._hand_over(token, waiting)
        finally:
            self._serving.pop(token, None)

    async def _hand_over(self, token: str, waiting: Mapping[tuple[Push, str], Message]) -> None:
        for_states: list[tuple[type[rx.State], Message]] = []
        for (push, _), message in waiting.items():
            if isinstance(push, Into):
                for_states.append((push.kind, message))
            else:
                await _alone(push(token, message))
        if for_states:
            await _alone(_take_all(self.app, token, for_states))

    def _open_tabs(self) -> Container[str] | None:
        """The tabs whose sockets this process holds; ``None`` without an application."""
        if self.app is None or self.app.event_namespace is None:
            return None
        return frozenset(self.app.event_namespace.token_to_sid)

    def _forget_closed(self) -> None:
        open_tabs = self._open_tabs()
        if open_tabs is None:
            return
        watching = {token for watchers in self._watchers.values() for token, _ in watchers}
        for token in watching:
            if token not in open_tabs:
                self.leave(token)
        self._people = {token: whose for token, whose in self._people.items() if token in open_tabs}
        self._pushed_at = {key: at for key, at in self._pushed_at.items() if key[0] in self._watchers}

    async def _forget_ended(self) -> None:
        """Push nothing more to tabs whose person was signed out or has another role than when he began to watch."""
        watching = {token for watchers in self._watchers.values() for token, _ in watchers}
        whose = {token: self._people[token] for token in watching if token in self._people}
        if not whose:
            return
        try:
            living = await call(sessions.living, [session_id for session_id, _ in whose.values()])
        except Exception as problem:  # noqa: BLE001 -- a database that is away must not end the listener
            log.warning("live.sessions_unreadable", reason=str(problem)[:200])
            return
        for token, (session_id, role) in whose.items():
            if living.get(session_id) != role:
                self.leave(token)


async def _alone(pushing: Awaitable[None]) -> None:
    try:
        await pushing
    except Exception as problem:  # noqa: BLE001 -- one bad tab must not stop the others
        log.warning("live.push_failed", reason=f"{type(problem).__name__}: {problem}"[:300])


async def _take_all(app: Any, token: str, messages: Sequence[tuple[type[rx.State], Message]]) -> None:
    """Hand messages to states of one tab under one lock and in one answer, then pass on the events they return."""
    said: list[Event] = []
    async with app.modify_state(rx.BaseStateToken(ident=token, cls=messages[0][0])) as root:
        speak(await language_of(root))
        await dress(root)
        for kind, message in messages:
            state: Any = await root.get_state(kind)
            try:
                events = await state._take(message)
            except Exception as problem:  # noqa: BLE001 -- the other states of the tab are well
                log.warning(
                    "live.take_failed", state=kind.__name__, reason=f"{type(problem).__name__}: {problem}"[:300]
                )
                continue
            if events:
                said += Event.from_event_type(events)
    if said:
        await app.event_namespace.emit_update(update=StateUpdate(events=said), token=token)


hub = Hub()


@dataclass(frozen=True)
class Into:
    """A push that hands messages to ``kind._take`` in a tab, and passes on the events it returns."""

    kind: type[rx.State]

    async def __call__(self, token: str, message: Message) -> None:
        """Hand over one message."""
        await _take_all(hub.app, token, [(self.kind, message)])


@cache
def into(kind: type[rx.State]) -> Push:
    """The push into this state."""
    return Into(kind)
