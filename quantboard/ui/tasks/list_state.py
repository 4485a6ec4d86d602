"""What the task centre knows: the tasks asked for, how many there are in each state, and who runs next."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import reflex as rx

from quantboard.core.access import Actor, Role
from quantboard.core.listing import MOST, Wanted
from quantboard.core.task import LIVE, Priority, Status
from quantboard.services import people, system, tasks
from quantboard.services.task_access import TaskFilter
from quantboard.ui import format
from quantboard.ui.call import call
from quantboard.ui.live import hub, into
from quantboard.ui.look import page_size_of
from quantboard.ui.memory import keep, recalled
from quantboard.ui.session import actor_of
from quantboard.ui.tasks.row import KINDS, TaskRow, row_of, updated

ALL, IN_WORK, DELETED = "all", "live", "deleted"
FILTERS: dict[str, tuple[str, ...]] = {
    ALL: (),
    IN_WORK: tuple(sorted(LIVE)),
    **{str(status): (str(status),) for status in Status},
    DELETED: (),
}
ALWAYS = (ALL, IN_WORK)  # others are shown while there are some
PERIODS: dict[str, timedelta | None] = {
    "": None,
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "month": timedelta(days=30),
}
FIELDS = ("kind", "priority", "owner", "period")
KEPT, REMEMBERED = ("kind", "priority", "period"), "list.task"
N_NEXT = 4


@dataclass(frozen=True)
class StatusCount:
    """One choice above the list: a state and how many tasks are in it."""

    key: str
    n: str


class TaskListState(rx.State):
    """The tasks on the page, and which are asked for."""

    rows: rx.Field[list[TaskRow]] = rx.field(default_factory=list)
    next: rx.Field[list[TaskRow]] = rx.field(default_factory=list)
    choices: rx.Field[list[StatusCount]] = rx.field(default_factory=list)
    people: rx.Field[list[tuple[str, str]]] = rx.field(default_factory=list)
    chosen: str = ALL
    words: str = ""
    fields: rx.Field[dict[str, str]] = rx.field(default_factory=lambda: dict.fromkeys(FIELDS, ""))
    is_loaded: bool = False
    has_worker: bool = True
    total: int = 0
    first: int = 0
    last: int = 0
    _offset: int = 0
    _is_admin: bool = False

    @rx.var
    def is_filtered(self) -> bool:
        """Whether anything but everything is asked for."""
        return bool(self.words) or any(self.fields.values())

    @rx.event
    async def load(self) -> None:
        """When the page opens, and again after the connection was lost."""
        actor = await actor_of(self)
        query = self.router.url.query_parameters
        if query.get("status", "") in FILTERS:
            self.chosen, self._offset = query["status"], 0
            self.fields, self.words = dict.fromkeys(FIELDS, ""), ""
        elif not self.is_loaded:
            await self._recall()
        self._is_admin = actor.role is Role.ADMIN
        self.people = await self._people(actor)
        self._watch(actor)
        await self._read(actor)

    def _watch(self, actor: Actor) -> None:
        topic = "tasks:*" if self._is_admin and self.fields["owner"] else f"tasks:{actor.user_id}"
        hub.watch(topic, self.router.session.client_token, into(TaskListState))

    async def _people(self, actor: Actor) -> list[tuple[str, str]]:
        if not self._is_admin:
            return []
        found = await call(people.list_people, actor, Wanted(limit=MOST))
        return [(person.id, person.name) for person in found.items if person.id != actor.user_id]

    @rx.event
    async def choose(self, chosen: str) -> None:
        """Show the tasks of one state."""
        self.chosen, self._offset = chosen if chosen in FILTERS else ALL, 0
        await self._read(await actor_of(self))
        await self._keep()

    @rx.event
    async def search(self, words: str) -> None:
        """Words of title, kind or id were typed."""
        self.words, self._offset = words[:200], 0
        await self._read(await actor_of(self))

    @rx.event
    async def narrow(self, field: str, value: str) -> None:
        """Choose a kind, a priority, an owner or a period."""
        if field in FIELDS:
            actor = await actor_of(self)
            self.fields, self._offset = {**self.fields, field: value[:64]}, 0
            self._watch(actor)
            await self._read(actor)
            await self._keep()

    @rx.event
    async def clear(self) -> None:
        """Ask for everything again."""
        actor = await actor_of(self)
        self.fields, self.words, self.chosen, self._offset = dict.fromkeys(FIELDS, ""), "", ALL, 0
        self._watch(actor)
        await self._read(actor)
        await self._keep()

    @rx.event
    async def turn(self, pages: int) -> None:
        """Older or newer ones."""
        self._offset = max(0, self._offset + pages * await page_size_of(self))
        await self._read(await actor_of(self))

    async def _keep(self) -> None:
        kept = {name: self.fields[name] for name in KEPT}
        await keep(self, REMEMBERED, {"chosen": self.chosen, **kept})

    async def _recall(self) -> None:
        """As the person left the list, on whatever browser; owners and words begin anew."""
        kept = await recalled(self, REMEMBERED)
        self.chosen = kept["chosen"] if kept.get("chosen") in FILTERS else ALL
        known = {"kind": KINDS, "priority": [one.word for one in Priority], "period": PERIODS}
        taken = {name: kept[name] for name in KEPT if isinstance(kept.get(name), str) and kept[name] in known[name]}
        self.fields = {**self.fields, **taken}

    def _asked(self) -> TaskFilter:
        field, since = self.fields, PERIODS.get(self.fields["period"])
        return TaskFilter(
            statuses=FILTERS[self.chosen],
            kinds=[field["kind"]] if field["kind"] else (),
            priorities=[field["priority"]] if field["priority"] else (),
            owner_id=field["owner"] if field["owner"] != "*" else "",
            everybody=field["owner"] == "*",
            since=datetime.now(UTC) - since if since else None,
            words=self.words,
            deleted=self.chosen == DELETED,
        )

    async def _read_again(self) -> None:
        if self.is_loaded:
            await self._read(await actor_of(self))

    async def _read(self, actor: Actor) -> None:
        asked, size = self._asked(), await page_size_of(self)
        page = await call(tasks.find, actor, asked, size, self._offset)
        if self._offset and not page.items:
            self._offset = max(0, (page.total - 1) // size * size)
            page = await call(tasks.find, actor, asked, size, self._offset)
        places = await call(tasks.places, actor)
        self.rows = [row_of(view, places.get(view.id, 0)) for view in page.items]
        self.total, self.first = page.total, self._offset + bool(page.items)
        self.last = self._offset + len(page.items)
        await self._count(actor, asked)
        await self._line_up(actor, places)
        is_waiting = any(row.stage == "waiting" for row in self.rows)
        self.has_worker = not is_waiting or await call(system.has_worker)
        self.is_loaded = True

    async def _count(self, actor: Actor, asked: TaskFilter) -> None:
        """Under the same filter, but for the state: so each number is the length of the list it opens."""
        given = {**vars(asked), "statuses": (), "deleted": False}
        by_status = await call(tasks.counts, actor, asked=TaskFilter(**given))
        deleted = await call(tasks.counts, actor, asked=TaskFilter(**{**given, "deleted": True}))
        counts = {
            name: sum(n for status, n in by_status.items() if not wanted or status in wanted)
            for name, wanted in FILTERS.items()
        } | {DELETED: sum(deleted.values())}
        self.choices = [
            StatusCount(name, format.whole(n))
            for name, n in counts.items()
            if n or name in ALWAYS or name == self.chosen
        ]

    async def _line_up(self, actor: Actor, places: dict[str, int]) -> None:
        """What runs next, if more than one thing waits."""
        first = sorted(places, key=lambda task_id: places[task_id])[:N_NEXT]
        waiting = {view.id: view for view in await call(tasks.several, actor, first)} if len(places) > 1 else {}
        self.next = [row_of(waiting[task_id], places[task_id]) for task_id in first if task_id in waiting]

    async def _take(self, message: dict[str, Any]) -> None:
        known = next((row for row in self.rows if row.id == message["task"]), None)
        if known is not None and (known.status, known.priority) == (
            message["status"],
            message.get("priority", known.priority),
        ):
            self.rows = [updated(row, message) if row.id == message["task"] else row for row in self.rows]
        else:
            await self._read_again()
