"""What the list of backtests knows."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from quantboard.core.task import LIVE
from quantboard.services import backtests
from quantboard.ui import format, routes
from quantboard.ui.backtests.report_state import ReportState
from quantboard.ui.call import call
from quantboard.ui.live import hub, into
from quantboard.ui.session import actor_of, language_of
from quantboard.ui.text.catalogue import say


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


class BacktestListState(rx.State):
    """Every run that this person may see."""

    rows: rx.Field[list[RunRow]] = rx.field(default_factory=list)
    is_loaded: bool = False

    @rx.event
    async def load(self) -> None:
        """When the page opens; runs that live move by themselves."""
        actor = await actor_of(self)
        hub.watch(f"tasks:{actor.user_id}", self.router.session.client_token, into(BacktestListState))
        (await self.get_state(ReportState))._forget()
        await self._read()

    @rx.event
    async def delete(self, backtest_id: str) -> Any:
        """Remove one, with its result."""
        await call(backtests.delete, await actor_of(self), backtest_id)
        await self._read()
        return rx.toast.success(say(await language_of(self), "backtests.deleted"))

    async def _read(self) -> None:
        views = await call(backtests.list_backtests, await actor_of(self))
        self.rows = [row_of(view) for view in views]
        self.is_loaded = True

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
    )
