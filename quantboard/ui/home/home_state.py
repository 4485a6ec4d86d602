"""What the home page knows: counts, the first steps, the latest work."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from quantboard.core.task import ENDED
from quantboard.services import datasets, onboarding, tasks
from quantboard.ui import routes
from quantboard.ui.call import call
from quantboard.ui.format import instant, span, whole
from quantboard.ui.live import hub, into
from quantboard.ui.session import actor_of

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
class RunRow:
    """One backtest."""

    title: str
    status: str
    when: str
    href: str


@dataclass(frozen=True)
class DataRow:
    """One dataset."""

    name: str
    href: str
    n_symbols: str
    n_rows: str
    period: str


class HomeState(rx.State):
    """Filled when the page opens; nothing here outlives the tab."""

    is_loaded: bool = False
    n_datasets: int = 0
    n_strategies: int = 0
    n_backtests: int = 0
    n_running: int = 0
    n_failed: int = 0
    n_done: int = 0
    is_closed: bool = False
    is_sampling: bool = False
    steps: rx.Field[list[StepRow]] = rx.field(default_factory=list)
    runs: rx.Field[list[RunRow]] = rx.field(default_factory=list)
    data: rx.Field[list[DataRow]] = rx.field(default_factory=list)

    @rx.event
    async def load(self) -> Any:
        """Fill the page; ``?checklist=1`` brings the checklist back."""
        actor = await actor_of(self)
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
        task_id = await call(datasets.load_sample, actor)
        self.is_sampling = True
        hub.watch(f"task:{task_id}", self.router.session.client_token, into(HomeState))
        await self._follow(await call(tasks.view, actor, task_id))

    async def _take(self, message: dict[str, Any]) -> None:
        if self.is_sampling and message["status"] in ENDED:
            self.is_sampling = False
            await self._read(await actor_of(self))

    async def _follow(self, view: tasks.TaskView) -> None:
        await self._take({"status": view.status})

    async def _read(self, actor: Any) -> None:
        seen = await call(onboarding.overview_of, actor)
        found = await call(datasets.list_datasets, actor)
        self.n_datasets, self.n_strategies = seen.counts["datasets"], seen.counts["strategies"]
        self.n_backtests, self.n_running = seen.counts["backtests"], seen.counts["running"]
        self.n_failed, self.n_done, self.is_closed = seen.counts["failed"], seen.n_done, seen.is_closed
        self.steps = [StepRow(one.key, one.number, one.is_done, one.is_skipped, one.is_now) for one in seen.steps]
        self.runs = [_run(view) for view in seen.latest]
        self.data = [_dataset(view) for view in found[:N_SHOWN]]
        self.is_loaded = True


def _run(view: Any) -> RunRow:
    href = routes.backtest(view.result_ref) if view.result_ref else routes.TASKS
    return RunRow(view.title, str(view.status), instant(view.created_at), href)


def _dataset(view: datasets.DatasetView) -> DataRow:
    period = span(view.first, view.last)
    return DataRow(view.name, routes.dataset(view.id), whole(len(view.symbols)), whole(view.n_rows), period)
