"""The candles of the report: one symbol with its entries and exits, around one trade or at the end of the run."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import reflex as rx

from quantboard.core.backtest.result import BacktestResult
from quantboard.core.bars import is_intraday, stamp_text
from quantboard.services import report_source, report_trades
from quantboard.ui.backtests.report_rows import TradeRow, trade_row
from quantboard.ui.backtests.report_tabs import jump, seen_as
from quantboard.ui.backtests.report_trades_state import TradesState
from quantboard.ui.call import call
from quantboard.ui.session import actor_of, language_of

MOST_BARS = 16_000
MOST_MARKS = 1_500


@dataclass(frozen=True)
class Scene:
    """What the chart is given: bars of some days, marks, and the part in sight; times are seconds UTC."""

    symbol: str
    first_day: str
    last_day: str
    marks: list[dict[str, Any]]
    focus: dict[str, int]


class ChartState(rx.State):
    """Which candles are shown."""

    symbol: str = ""
    symbols: rx.Field[list[str]] = rx.field(default_factory=list)
    first_day: str = ""
    last_day: str = ""
    marks: rx.Field[list[dict[str, Any]]] = rx.field(default_factory=list)
    focus: rx.Field[dict[str, int]] = rx.field(default_factory=dict)
    trade: rx.Field[list[TradeRow]] = rx.field(default_factory=list)
    number: int = -1
    n_trades: int = 0
    _of: str = ""

    @rx.event
    async def load(self) -> None:
        """When the tab opens: the newest bars of the first symbol, unless a trade is shown already."""
        key = await seen_as(self)
        if key != self._of:
            self.reset()  # type: ignore[no-untyped-call]
            source = await call(report_source.opened, await actor_of(self), str(self.backtest_id))
            self._of = key
            self._take(source.result, scene(source.result, source.symbols[0]))

    @rx.event
    async def choose_symbol(self, symbol: str) -> None:
        """Another symbol's candles."""
        source = await call(report_source.opened, await actor_of(self), str(self.backtest_id))
        if symbol in source.symbols:
            self._of, self.trade, self.number = await seen_as(self), [], -1
            self._take(source.result, scene(source.result, symbol))

    @rx.event
    async def show_trade(self, number: int) -> Any:
        """The candles around one trade."""
        if not await self._show(int(number)):
            return None
        return jump("chart")

    @rx.event
    async def step(self, by: int) -> None:
        """The trade before or after this one, by entry."""
        await self._show(min(max(self.number + int(by), 0), self.n_trades - 1))

    @rx.event
    def press(self, mark: str) -> Any:
        """A click on a mark leads to the row of its trade."""
        return TradesState.reveal(int(mark)) if mark.isdecimal() else None

    async def _show(self, number: int) -> bool:
        actor, language = await actor_of(self), await language_of(self)
        try:
            found = await call(report_trades.trade, actor, str(self.backtest_id), number)
        except report_trades.NoSuchTrade:
            return False
        source, row, begin, end = found
        self._of = await seen_as(self)
        self._take(source.result, scene(source.result, row["symbol"], (begin, end)))
        self.trade, self.number = [trade_row(row, language)], number
        return True

    def _take(self, result: BacktestResult, shown: Scene) -> None:
        self.symbols, self.n_trades = list(result.symbols), len(result.trades)
        self.symbol, self.first_day, self.last_day = shown.symbol, shown.first_day, shown.last_day
        self.marks, self.focus = shown.marks, shown.focus


def scene(result: BacktestResult, symbol: str, rows: tuple[int, int] | None = None) -> Scene:
    """The bars around ``rows``, or the newest: of a long run only as many as a screen can turn over quickly."""
    n, stamps = len(result.stamps), result.stamps
    begin, end = rows if rows is not None else (n - 1, n - 1)
    middle = (begin + end) // 2
    first = min(max(middle - MOST_BARS // 2, 0), max(n - MOST_BARS, 0))
    last = min(first + MOST_BARS, n) - 1
    is_whole = n <= MOST_BARS and not is_intraday(result.spec.interval)
    interval = result.spec.interval
    days = ("", "") if is_whole else tuple(stamp_text(int(stamps[k]), interval)[:10] for k in (first, last))
    focus = {}
    if rows is not None:
        room = max(30, end - begin)
        ends = (max(begin - room, 0), min(end + room, n - 1))
        focus = {name: int(stamps[k]) // 1_000_000 for name, k in zip(("from", "to"), ends, strict=True)}
    marks = marks_of(result, symbol, (int(stamps[first]), int(stamps[last])), int(stamps[middle]))
    return Scene(symbol, days[0], days[1], marks, focus)


def marks_of(result: BacktestResult, symbol: str, span: tuple[int, int], near: int) -> list[dict[str, Any]]:
    """Entries and exits of a symbol between two stamps, those nearest to ``near`` first in line if there are many."""
    trades, column = result.trades, result.symbols.index(symbol)
    mine = np.flatnonzero((trades.symbol == column) & (trades.entry_at <= span[1]))
    mine = mine[trades.is_open[mine] | (trades.exit_at[mine] >= span[0])]
    if len(mine) > MOST_MARKS // 2:
        mine = mine[np.argsort(np.abs(trades.entry_at[mine] - near), kind="stable")[: MOST_MARKS // 2]]
    found = []
    for k in mine.tolist():
        sides = ("buy", "sell") if trades.side[k] > 0 else ("sell", "buy")
        found.append({"time": int(trades.entry_at[k]) // 1_000_000, "side": sides[0], "text": "", "id": str(k)})
        if not trades.is_open[k]:
            text = f"{float(trades.pnl[k]):+,.0f}".replace("-", "−")
            found.append({"time": int(trades.exit_at[k]) // 1_000_000, "side": sides[1], "text": text, "id": str(k)})
    return sorted(found, key=lambda mark: int(mark["time"]))
