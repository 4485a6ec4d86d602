"""The risk tab of the report: rolling ratios, the spread of returns, the deepest drawdowns, excursions of trades."""

from typing import Any

import reflex as rx

from quantboard.charts.distribution import distribution_figure
from quantboard.charts.excursions import excursions_figure
from quantboard.charts.rolling import rolling_figure
from quantboard.charts.style import as_plain
from quantboard.core.access import Actor
from quantboard.core.backtest.views import rolling as views
from quantboard.core.backtest.views.spread import PERIODS, Spread, spread
from quantboard.services import report_curves, report_trades
from quantboard.services.report_source import Source, opened
from quantboard.ui import format
from quantboard.ui.backtests.report_chart_state import ChartState
from quantboard.ui.backtests.report_rows import FallRow, fall_row
from quantboard.ui.backtests.report_tabs import seen_as
from quantboard.ui.call import call
from quantboard.ui.session import actor_of, language_of
from quantboard.ui.text.catalogue import say

PREFERRED = ("6m", "3m", "1m")


class RiskState(rx.State):
    """Its pictures, drawn when the tab opens."""

    window: str = ""
    windows: rx.Field[list[str]] = rx.field(default_factory=list)
    per: str = "bar"
    rolled: rx.Field[dict[str, Any]] = rx.field(default_factory=dict)
    spread: rx.Field[dict[str, Any]] = rx.field(default_factory=dict)
    spread_facts: rx.Field[list[list[str]]] = rx.field(default_factory=list)
    falls: rx.Field[list[FallRow]] = rx.field(default_factory=list)
    points: rx.Field[dict[str, Any]] = rx.field(default_factory=dict)
    n_points: int = 0
    n_closed: int = 0
    _of: str = ""

    @rx.event
    async def load(self) -> None:
        """When the tab opens: once a run."""
        run, key = str(self.backtest_id), await seen_as(self)
        if key == self._of:
            return
        actor, language = await actor_of(self), await language_of(self)
        self.reset()  # type: ignore[no-untyped-call]
        source = await call(opened, actor, run)
        self.windows = list(views.windows_for(source.account))
        self.window = next((name for name in PREFERRED if name in self.windows), "")
        if self.window:
            self.rolled = await call(drawn_rolling, source, self.window, language)
        await self._show_spread(source, language)
        self.falls = [fall_row(fall, language) for fall in await call(report_curves.drawdowns, actor, run)]
        told, figure = await call(drawn_points, actor, run, language)
        self.points, self.n_points, self.n_closed = figure, len(told["index"]), told["total"]
        self._of = key

    @rx.event
    async def set_window(self, window: str | list[str]) -> None:
        """Another length of the moving window."""
        wanted = window if isinstance(window, str) else window[0]
        source = await call(opened, await actor_of(self), str(self.backtest_id))
        if wanted in views.windows_for(source.account):
            self.window = wanted
            self.rolled = await call(drawn_rolling, source, wanted, await language_of(self))

    @rx.event
    async def set_per(self, per: str | list[str]) -> None:
        """Returns of bars, days, weeks or months."""
        wanted = per if isinstance(per, str) else per[0]
        if wanted in PERIODS:
            self.per = wanted
            source = await call(opened, await actor_of(self), str(self.backtest_id))
            await self._show_spread(source, await language_of(self))

    @rx.event
    def press(self, point: dict[str, Any]) -> Any:
        """A point of the scatter leads to its trade on the candles."""
        number = int(point.get("number", -1))
        return ChartState.show_trade(number) if number >= 0 else None

    async def _show_spread(self, source: Source, language: str) -> None:
        self.spread, self.spread_facts = await call(drawn_spread, source, self.per, language)


def drawn_rolling(source: Source, window: str, language: str) -> dict[str, Any]:
    """The figure of the moving window."""
    found = views.rolling(source.account, report_curves.window_of(source, window))
    names = tuple(say(language, f"report.{key}") for key in ("sharpe", "rolling_volatility", "rolling_beta"))
    return as_plain(rolling_figure(source.result, found, names))  # type: ignore[arg-type]


def drawn_spread(source: Source, per: str, language: str) -> tuple[dict[str, Any], list[list[str]]]:
    """The figure of the returns, and its numbers."""
    found = spread(source.account, per)
    names = {key: say(language, f"report.spread_{key}") for key in ("returns", "normal", "mean", "var")}
    return as_plain(distribution_figure(found, names)), _facts(found, language)


def drawn_points(actor: Actor, run: str, language: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The excursions, and their figure."""
    told = report_trades.points(actor, run)
    names = {key: say(language, f"report.excursion_{key}") for key in ("mae", "mfe", "return")}
    return told, as_plain(excursions_figure(told, names))


def _facts(found: Spread, language: str) -> list[list[str]]:
    values = {
        "n": f"{found.n:,}",
        "flat": f"{found.n_flat:,}",
        "mean": format.percent(found.mean, 3),
        "median": format.percent(found.median, 3),
        "deviation": format.percent(found.deviation, 3),
        "skew": format.number(found.skew),
        "least": format.percent(found.least),
        "most": format.percent(found.most),
    }
    return [[say(language, f"report.spread_fact_{name}"), value] for name, value in values.items()]
