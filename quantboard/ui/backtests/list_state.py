"""What the list of backtests knows."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from quantboard.core.access import Actor
from quantboard.core.listing import Page, Wanted, Whose
from quantboard.core.task import LIVE, Status
from quantboard.services import backtests
from quantboard.ui import format, routes
from quantboard.ui.backtests.report_state import ReportState
from quantboard.ui.call import call
from quantboard.ui.deleting import RELOADS
from quantboard.ui.listing import Listing, MarkRow, marks_row
from quantboard.ui.live import hub, into
from quantboard.ui.session import actor_of


@dataclass(frozen=True)
class RunRow:
    """One backtest in the list."""

    id: str
    href: str
    name: str
    strategy: str
    dataset: str
    status: str
    progress: float
    total_return: str
    sign: int
    sharpe: str
    drawdown: str
    made: str
    marks: MarkRow


class BacktestListState(Listing, rx.State):
    """Every run that this person may see."""

    sorted_by: str = "-made"
    rows: rx.Field[list[RunRow]] = rx.field(default_factory=list)

    @rx.event
    async def load(self) -> None:
        """When the page opens; runs that live move by themselves."""
        actor = await actor_of(self)
        hub.watch(f"tasks:{actor.user_id}", self.router.session.client_token, into(BacktestListState))
        (await self.get_state(ReportState))._forget()
        query = self.router.url.query_parameters
        if "status" in query or "whose" in query:
            self.words, self._offset = "", 0
            self.status = query.get("status", "") if query.get("status", "") in tuple(Status) else ""
            self.whose = query.get("whose", "") if query.get("whose", "") in tuple(Whose) else str(Whose.ALL)
        await self._read()

    @rx.event
    async def choose_status(self, status: str) -> None:
        """Runs in one state, or in any."""
        self.status, self._offset = (status if status in tuple(Status) else ""), 0
        await self._read()

    def _kind(self) -> str:
        return "backtest"

    async def _ask(self, actor: Actor, wanted: Wanted) -> Page[Any]:
        return await call(backtests.page, actor, wanted)

    async def _fill(self, found: Page[Any]) -> None:
        self.rows = [row_of(view) for view in found.items]

    async def _take(self, message: dict[str, Any]) -> None:
        if message["kind"] == "backtest.run" and (message["status"] not in LIVE or len(self.rows) == 0):
            await self._read()


def row_of(view: Any) -> RunRow:
    """A stored run as a line of the list."""
    metrics = view.metrics or {}
    total = metrics.get("total_return")
    return RunRow(
        id=view.id,
        href=routes.backtest(view.id),
        name=view.name,
        strategy="" if view.strategy_name == view.name else view.strategy_name,
        dataset=view.dataset_name,
        status=str(view.status),
        progress=view.progress or 0.0,
        total_return=format.metric("total_return", total) if metrics else "–",
        sign=format.sign_of(total),
        sharpe=format.metric("sharpe", metrics.get("sharpe")) if metrics else "–",
        drawdown=format.metric("max_drawdown", metrics.get("max_drawdown")) if metrics else "–",
        made=format.instant(view.created_at),
        marks=marks_row(view),
    )


RELOADS["backtest"] = BacktestListState.load
