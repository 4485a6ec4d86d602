"""Two tabs of the report: who earned it, and what it cost."""

from typing import Any

import reflex as rx

from quantboard.charts.costs import KINDS, costs_figure, delay_figure, map_figure
from quantboard.charts.style import as_plain
from quantboard.core.backtest.views.breakdown import KEYS
from quantboard.core.backtest.views.expenses import Expenses
from quantboard.services import report_costs, report_trades
from quantboard.services.report_source import Source, opened
from quantboard.ui import format
from quantboard.ui.backtests.report_rows import GroupRow, group_rows
from quantboard.ui.backtests.report_tabs import seen_as
from quantboard.ui.call import call
from quantboard.ui.session import actor_of, language_of
from quantboard.ui.text.catalogue import say

MOST_ROWS = 100


class BreakdownState(rx.State):
    """The closed trades by symbol, reason and side."""

    by_symbol: rx.Field[list[GroupRow]] = rx.field(default_factory=list)
    by_reason: rx.Field[list[GroupRow]] = rx.field(default_factory=list)
    by_side: rx.Field[list[GroupRow]] = rx.field(default_factory=list)
    n_symbols: int = 0
    is_loaded: bool = False
    _of: str = ""

    @rx.event
    async def load(self) -> None:
        """When the tab opens: once a run."""
        run, key = str(self.backtest_id), await seen_as(self)
        if key == self._of:
            return
        actor, language = await actor_of(self), await language_of(self)
        self.reset()  # type: ignore[no-untyped-call]
        for key in KEYS:
            groups = await call(report_trades.groups, actor, run, key)
            if key == "symbol":
                self.n_symbols = len(groups)
                groups = groups if len(groups) <= MOST_ROWS else groups[: MOST_ROWS // 2] + groups[-MOST_ROWS // 2 :]
            setattr(self, f"by_{key}", group_rows(groups, key, language))
        self.is_loaded, self._of = True, key


class CostsState(rx.State):
    """What trading cost, and how the result would bear other costs and delays."""

    facts: rx.Field[list[list[str]]] = rx.field(default_factory=list)
    years: rx.Field[dict[str, Any]] = rx.field(default_factory=dict)
    has_costs: bool = False
    map: rx.Field[dict[str, Any]] = rx.field(default_factory=dict)
    has_map: bool = False
    break_even: str = ""
    delays: rx.Field[dict[str, Any]] = rx.field(default_factory=dict)
    has_delays: bool = False
    _of: str = ""

    @rx.event
    async def load(self) -> None:
        """When the tab opens: once a run."""
        run, key = str(self.backtest_id), await seen_as(self)
        if key == self._of:
            return
        actor, language = await actor_of(self), await language_of(self)
        self.reset()  # type: ignore[no-untyped-call]
        found = await call(report_costs.costs, actor, run)
        years = await call(report_costs.by_year, actor, run)
        names = {kind: say(language, f"report.cost_{kind}") for kind in KINDS}
        self.facts, self.has_costs = cost_facts(found, language), found.total > 0
        self.years = await call(lambda: as_plain(costs_figure(years, names)))
        self._take(await call(drawn, await call(opened, actor, run), language))
        self._of = key

    def _take(self, shown: dict[str, Any]) -> None:
        for name, value in shown.items():
            setattr(self, name, value)


def cost_facts(found: Expenses, language: str) -> list[list[str]]:
    """Costs by kind, and what they took from the result."""
    money = (
        *("commission", "stamp_duty", "slippage", "financing_paid", "financing_received"),
        *("total", "gross_pnl", "net_pnl", "traded"),
    )
    rows = [[say(language, f"report.cost_{name}"), format.money(getattr(found, name))] for name in money]
    none = say(language, "report.cost_no_share")
    rows.append([say(language, "report.cost_share"), none if found.share is None else format.percent(found.share, 1)])
    rate = "–" if found.per_traded is None else format.percent(found.per_traded, 3)
    return [*rows, [say(language, "report.cost_per_traded"), rate]]


def drawn(source: Source, language: str) -> dict[str, Any]:
    """The map of costs and the curve of delays, where the run was checked for them."""
    honesty = source.result.honesty
    shown: dict[str, Any] = {}
    if honesty.cost_map is not None:
        names = {key: say(language, f"report.cost_{key}") for key in ("commission", "slippage")}
        shown |= {"has_map": True, "map": as_plain(map_figure(honesty.cost_map, names))}
        shown["break_even"] = break_even_of(honesty.cost_map, language)
    if honesty.delay_curve is not None:
        words = [say(language, f"report.delay_{n if n < 2 else 'n'}", n=n) for n in honesty.delay_curve["bars"]]
        shown |= {"has_delays": True, "delays": as_plain(delay_figure(honesty.delay_curve, words))}
    return shown


def break_even_of(cost_map: Any, language: str) -> str:
    """The largest cost a fill that the result bears, in words."""
    edge = cost_map.get("break_even")
    if edge is None:
        return say(language, "report.break_even_none")
    key = "report.break_even_more" if cost_map.get("break_even_at_least") else "report.break_even"
    return say(language, key, rate=format.percent(edge, 3))
