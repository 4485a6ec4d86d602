"""What the page of schedules knows: what the clock starts, the form for more, and what a clean-up would remove."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import available_timezones

import reflex as rx

from quantboard.core.access import Actor, Role
from quantboard.errors import QuantBoardError
from quantboard.services import backtests, cleanup, schedules
from quantboard.services.backtests import BacktestView
from quantboard.ui import format, routes
from quantboard.ui.call import call
from quantboard.ui.errors import told
from quantboard.ui.look import LookState
from quantboard.ui.session import actor_of, language_of
from quantboard.ui.text.catalogue import say

RUN, CLEAN, BACKUP = "backtest.run", "upkeep.clean", "upkeep.backup"
PRESETS = {
    "daily": "0 6 * * *",
    "workdays": "0 6 * * 1-5",
    "weekly": "0 6 * * 1",
    "monthly": "0 6 1 * *",
    "hourly": "0 * * * *",
}
FIELDS = ("name", "kind", "backtest", "cron", "zone")
MOST_RUNS = 100


@dataclass(frozen=True)
class ScheduleRow:
    """One schedule on screen."""

    id: str
    name: str
    kind: str
    cron: str
    zone: str
    is_enabled: bool
    next: str
    later: str
    last: str
    last_href: str
    problem: str
    owner: str
    is_built_in: bool


@dataclass(frozen=True)
class LeavingRow:
    """One sort of things that a clean-up would remove."""

    what: str
    n: str
    size: str
    after: str


class ScheduleState(rx.State):
    """Everything that the clock starts, and the form."""

    rows: rx.Field[list[ScheduleRow]] = rx.field(default_factory=list)
    runs: rx.Field[list[tuple[str, str, str]]] = rx.field(default_factory=list)
    zones: rx.Field[list[str]] = rx.field(default_factory=list)
    form: rx.Field[dict[str, str]] = rx.field(
        default_factory=lambda: {"name": "", "kind": RUN, "backtest": "", "cron": PRESETS["daily"], "zone": "UTC"}
    )
    errors: rx.Field[dict[str, str]] = rx.field(default_factory=lambda: dict.fromkeys(FIELDS, ""))
    coming: rx.Field[list[str]] = rx.field(default_factory=list)
    leaving: rx.Field[list[LeavingRow]] = rx.field(default_factory=list)
    is_open: bool = False
    is_editing: bool = False
    is_loaded: bool = False
    is_looked: bool = False
    removing: str = ""
    removing_name: str = ""
    _edited: str = ""

    @rx.event
    async def load(self) -> None:
        """When the page opens."""
        self.is_open, self.is_looked = False, False
        await self._read(await actor_of(self))

    async def _read(self, actor: Actor) -> None:
        found = await call(schedules.list_schedules, actor)
        shows_owner = actor.role is Role.ADMIN
        self.rows = [_row(view, shows_owner and view.owner_id != actor.user_id) for view in found]
        self.is_loaded = True

    @rx.event
    async def open_form(self, schedule_id: str) -> None:
        """For a new schedule, or for one that is to be changed."""
        actor, self._edited = await actor_of(self), schedule_id
        self.zones = self.zones or sorted(available_timezones())
        self.errors, self.is_editing = dict.fromkeys(FIELDS, ""), bool(schedule_id)
        if schedule_id:
            view = await call(schedules.get, actor, schedule_id)
            kept = {"name": view.name, "kind": view.kind, "backtest": "", "cron": view.cron, "zone": view.zone}
        else:
            runs = await call(backtests.list_backtests, actor, MOST_RUNS)
            self.runs = [(one.id, one.name, _told_apart(one)) for one in runs if one.status == "succeeded"]
            zone = (await self.get_state(LookState)).zone
            kept = {"name": "", "kind": RUN, "backtest": "", "cron": PRESETS["daily"], "zone": zone or "UTC"}
        self.form, self.is_open = kept, True
        await self._preview()

    @rx.event
    def close_form(self) -> None:
        """Leave the form."""
        self.is_open = False

    @rx.event
    async def fill(self, field: str, value: str) -> None:
        """A field was typed or chosen."""
        if field in FIELDS:
            self.form, self.errors = {**self.form, field: value[:120]}, {**self.errors, field: ""}
            if field == "backtest" and not self.form["name"]:
                self.form = {**self.form, "name": next((name for run, name, _ in self.runs if run == value), "")}
            if field in ("cron", "zone"):
                await self._preview()

    @rx.event
    async def preset(self, name: str) -> None:
        """One of the usual rhythms."""
        if name in PRESETS:
            self.form = {**self.form, "cron": PRESETS[name]}
            await self._preview()

    async def _preview(self) -> None:
        self.coming = []
        try:
            coming = await call(schedules.next_runs, self.form["cron"], self.form["zone"])
            self.coming = [format.instant(at) for at in coming]
            self.errors = {**self.errors, "cron": "", "zone": ""}
        except QuantBoardError as problem:
            self._blame(problem)

    def _blame(self, problem: QuantBoardError) -> None:
        field = problem.field if problem.field in FIELDS else "name"
        self.errors = {**self.errors, field or "name": f"{told(problem)} {problem.hint}".strip()}

    @rx.event
    async def save(self) -> Any:
        """Make it, or change it."""
        actor, form, language = await actor_of(self), self.form, await language_of(self)
        if form["kind"] == RUN and not self.is_editing and not form["backtest"]:
            self.errors = {**self.errors, "backtest": say(language, "schedules.choose_run")}
            return None
        try:
            if self.is_editing:
                changed = {name: form[name] for name in ("name", "cron", "zone")}
                await call(schedules.change, actor, self._edited, **changed)
            else:
                params = {"backtest_id": form["backtest"]}
                await call(schedules.create, actor, form["name"], form["kind"], form["cron"], form["zone"], params)
        except QuantBoardError as problem:
            self._blame(problem)
            return None
        self.is_open = False
        await self._read(actor)
        return rx.toast.success(say(language, "schedules.saved"))

    @rx.event
    async def switch(self, schedule_id: str, is_on: bool) -> None:
        """On or off."""
        actor = await actor_of(self)
        await call(schedules.enable, actor, schedule_id, is_on)
        await self._read(actor)

    @rx.event
    async def run_now(self, schedule_id: str) -> Any:
        """Start it once, and show the task."""
        task_id = await call(schedules.run_now, await actor_of(self), schedule_id)
        return rx.redirect(routes.task(task_id))

    @rx.event
    def ask(self, schedule_id: str, name: str) -> None:
        """Ask before a schedule is removed."""
        self.removing, self.removing_name = schedule_id, name

    @rx.event
    def answer(self, is_open: bool) -> None:
        """The question was closed."""
        if not is_open:
            self.removing = ""

    @rx.event
    async def remove(self) -> None:
        """Yes, remove it."""
        actor, schedule_id = await actor_of(self), self.removing
        self.removing = ""
        await call(schedules.remove, actor, schedule_id)
        await self._read(actor)

    @rx.event
    async def look(self) -> None:
        """What a clean-up would remove now."""
        found = await call(cleanup.preview, await actor_of(self))
        self.leaving = [
            LeavingRow(
                one.what,
                format.whole(one.n_things),
                format.size(one.n_bytes),
                f"{one.after_days:g}" if one.after_days else "",
            )
            for one in found
        ]
        self.is_looked = True

    @rx.event
    async def clean_up(self) -> Any:
        """Do it, as a task."""
        return rx.redirect(routes.task(await call(cleanup.submit, await actor_of(self))))


def _told_apart(run: BacktestView) -> str:
    """Runs may have one name; the instant is each one's own."""
    return f"{run.name} · {format.instant(run.created_at)}"


def _row(view: schedules.ScheduleView, shows_owner: bool) -> ScheduleRow:
    coming = [format.instant(at) for at in view.next_runs]
    return ScheduleRow(
        id=view.id,
        name=view.name,
        kind=view.kind,
        cron=view.cron,
        zone=view.zone,
        is_enabled=view.is_enabled,
        next=coming[0] if coming else "",
        later=", ".join(coming[1:]),
        last=format.instant(view.last_at) if view.last_at else "",
        last_href=routes.task(view.last_task_id) if view.last_task_id else "",
        problem=view.problem,
        owner=view.owner_name if shows_owner else "",
        is_built_in=view.is_built_in,
    )
