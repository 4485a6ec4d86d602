"""What the home page knows: counts, the first steps, the latest work, what went wrong, and the next step."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from quantboard.core.task import ENDED, Status
from quantboard.services import backtests, datasets, onboarding, tasks
from quantboard.services.backtests import BacktestView
from quantboard.services.onboarding import Overview
from quantboard.ui import routes
from quantboard.ui.call import call
from quantboard.ui.errors import hint_kept, meaning_of, told_kept
from quantboard.ui.format import instant, metric, sign_of, span, whole
from quantboard.ui.live import hub, into
from quantboard.ui.session import actor_of, language_of
from quantboard.ui.text.catalogue import say

N_SHOWN = 6


@dataclass(frozen=True)
class StepRow:
    """One step of the checklist."""

    key: str
    number: int
    is_done: bool
    is_skipped: bool
    is_now: bool


@dataclass(frozen=True)
class CountRow:
    """How many are in one state, and the list of just these."""

    status: str
    n: int
    href: str


@dataclass(frozen=True)
class RunRow:
    """One backtest."""

    id: str
    title: str
    status: str
    when: str
    href: str
    total_return: str
    sign: int
    can_repeat: bool


@dataclass(frozen=True)
class DataRow:
    """One dataset."""

    name: str
    href: str
    n_symbols: str
    n_rows: str
    period: str
    test_href: str


@dataclass(frozen=True)
class AlertRow:
    """One piece of work that failed lately."""

    id: str
    title: str
    text: str
    hint: str
    when: str
    meaning: str


class HomeState(rx.State):
    """Filled when the page opens; nothing here outlives the tab."""

    is_loaded: bool = False
    n_datasets: int = 0
    n_strategies: int = 0
    n_backtests: int = 0
    n_tasks: int = 0
    n_done: int = 0
    is_closed: bool = False
    is_sampling: bool = False
    lacks_worker: bool = False
    next_key: str = ""
    next_href: str = ""
    steps: rx.Field[list[StepRow]] = rx.field(default_factory=list)
    run_states: rx.Field[list[CountRow]] = rx.field(default_factory=list)
    job_states: rx.Field[list[CountRow]] = rx.field(default_factory=list)
    runs: rx.Field[list[RunRow]] = rx.field(default_factory=list)
    data: rx.Field[list[DataRow]] = rx.field(default_factory=list)
    alerts: rx.Field[list[AlertRow]] = rx.field(default_factory=list)

    @rx.event
    async def load(self) -> Any:
        """Fill the page; ``?checklist=1`` brings the checklist back."""
        actor = await actor_of(self)
        hub.watch(f"tasks:{actor.user_id}", self.router.session.client_token, into(HomeState))
        if self.router.url.query_parameters.get("checklist"):
            await call(onboarding.repeat, actor)
        await self._read(actor)

    @rx.event
    async def skip(self, key: str) -> None:
        """Go past a step."""
        actor = await actor_of(self)
        await call(onboarding.skip, actor, key)
        await self._read(actor)

    @rx.event
    async def take_up(self, key: str) -> None:
        """Do a skipped step after all."""
        actor = await actor_of(self)
        await call(onboarding.take_up, actor, key)
        await self._read(actor)

    @rx.event
    async def hide_steps(self) -> None:
        """Show the checklist no more."""
        actor = await actor_of(self)
        await call(onboarding.close, actor)
        await self._read(actor)

    @rx.event
    async def repeat_steps(self) -> None:
        """Begin the checklist anew."""
        actor = await actor_of(self)
        await call(onboarding.repeat, actor)
        await self._read(actor)

    @rx.event
    async def load_sample(self) -> Any:
        """Bring the shipped sample in, as a task like any import."""
        actor = await actor_of(self)
        await call(datasets.load_sample, actor, say(await language_of(self), "sample.name"))
        self.is_sampling = True
        await self._read(actor)

    @rx.event
    async def run_again(self, backtest_id: str) -> Any:
        """The same run once more, on its own page."""
        made = await call(backtests.run_again, await actor_of(self), backtest_id)
        return rx.redirect(routes.backtest(made.id))

    async def _take(self, message: dict[str, Any]) -> None:
        known = {row.id: row.status for row in self.runs}
        if message["status"] in ENDED or message["status"] not in known.values():
            await self._read(await actor_of(self))

    async def _read(self, actor: Any) -> None:
        seen = await call(onboarding.overview_of, actor)
        found = await call(datasets.list_datasets, actor)
        self.n_datasets, self.n_strategies = seen.visible["datasets"], seen.visible["strategies"]
        self.n_backtests, self.n_tasks = seen.visible["backtests"], sum(seen.jobs.values())
        self.n_done, self.is_closed, self.lacks_worker = seen.n_done, seen.is_closed, seen.lacks_worker
        self.is_sampling = self.is_sampling and not seen.counts["datasets"] and _has_live(seen)
        self.next_key, self.next_href = seen.next.key, _href_of(seen)
        self.steps = [StepRow(one.key, one.number, one.is_done, one.is_skipped, one.is_now) for one in seen.steps]
        self.run_states, self.job_states = _counts(seen.runs, routes.BACKTESTS), _counts(seen.jobs, routes.TASKS)
        self.runs = [_run(view) for view in seen.latest]
        self.data = [_dataset(view) for view in found[:N_SHOWN]]
        self.alerts = [_alert(view) for view in seen.alerts]
        self.is_loaded = True


def _has_live(seen: Overview) -> bool:
    return any(status not in ENDED for status in seen.jobs)


def _href_of(seen: Overview) -> str:
    return routes.backtest(seen.next.target) if seen.next.target else ""


def _counts(by_status: dict[str, int], page: str) -> list[CountRow]:
    """In the order in which work goes; states that none has are left out."""
    return [
        CountRow(str(status), by_status[status], f"{page}?status={status}")
        for status in Status
        if by_status.get(status)
    ]


def _run(view: BacktestView) -> RunRow:
    total = (view.metrics or {}).get("total_return")
    return RunRow(
        id=view.id,
        title=view.name,
        status=str(view.status),
        when=instant(view.created_at),
        href=routes.backtest(view.id),
        total_return=metric("total_return", total) if view.metrics else "",
        sign=sign_of(total),
        can_repeat=view.is_mine and view.status in ENDED,
    )


def _dataset(view: datasets.DatasetView) -> DataRow:
    return DataRow(
        name=view.name,
        href=routes.dataset(view.id),
        n_symbols=whole(len(view.symbols)),
        n_rows=whole(view.n_rows),
        period=span(view.first, view.last),
        test_href=f"{routes.NEW_BACKTEST}?dataset={view.id}",
    )


def _alert(view: tasks.TaskView) -> AlertRow:
    error = view.error or {}
    code = error.get("code", "")
    return AlertRow(
        id=view.id,
        title=view.title,
        text=told_kept(error),
        hint=hint_kept(error),
        when=instant(view.finished_at or view.created_at),
        meaning=meaning_of(code) if code else "",
    )
