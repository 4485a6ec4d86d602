"""The trades of the report: filtered, sorted and cut into pages on the server; linked with the candles."""

from typing import Any
from urllib.parse import urlencode

import numpy as np
import reflex as rx

from quantboard.core.backtest.trades import REASONS
from quantboard.core.backtest.views.selection import SORTS, Selection
from quantboard.services import report_trades as service
from quantboard.ui import format
from quantboard.ui.backtests.report_rows import TradeRow, reason_of, trade_row
from quantboard.ui.backtests.report_tabs import jump, seen_as
from quantboard.ui.call import call
from quantboard.ui.look import LookState
from quantboard.ui.session import actor_of, language_of

FILTERS = ("symbol", "side", "reason", "outcome", "from_on", "to_on")
HIGH_FIRST = ("pnl", "gain", "units", "bars_held", "mfe", "fees")


class TradesState(rx.State):
    """Which trades are shown."""

    symbol: str = ""
    side: str = ""
    reason: str = ""
    outcome: str = ""
    from_on: str = ""
    to_on: str = ""
    sorted_by: str = "entry_at"
    symbols: rx.Field[list[str]] = rx.field(default_factory=list)
    reasons: rx.Field[list[list[str]]] = rx.field(default_factory=list)
    rows: rx.Field[list[TradeRow]] = rx.field(default_factory=list)
    total: int = 0
    first: int = 0
    last: int = 0
    pnl: str = ""
    sign: int = 0
    picked: int = -1
    query: str = ""
    is_filtered: bool = False
    n_all: int = -1
    _of: str = ""
    _offset: int = 0

    @rx.event
    async def load(self) -> None:
        """When the tab opens: once a run."""
        if await self._begin():
            await self._read()

    @rx.event
    async def choose(self, field: str, value: str) -> None:
        """Filter by one more thing."""
        if field not in FILTERS:
            return
        setattr(self, field, str(value))
        self._offset, self.picked = 0, -1
        await self._read()

    @rx.event
    async def show_all(self) -> None:
        """No filter any more."""
        self._clear()
        await self._read()

    @rx.event
    async def sort(self, column: str) -> None:
        """Sort by a column; once more turns the order around."""
        if column not in SORTS:
            return
        if self.sorted_by.removeprefix("-") == column:
            self.sorted_by = column if self.sorted_by.startswith("-") else f"-{column}"
        else:
            self.sorted_by = f"-{column}" if column in HIGH_FIRST else column
        self._offset = 0
        await self._read()

    @rx.event
    async def turn(self, pages: int) -> None:
        """Leaf through them."""
        size = await self._size()
        self._offset = min(max(self._offset + int(pages) * size, 0), max(self.total - 1, 0) // size * size)
        await self._read()

    @rx.event
    async def show_between(self, from_on: str, to_on: str) -> Any:
        """The trades of some days, whatever was chosen before."""
        await self._begin()
        self._clear()
        self.from_on, self.to_on = from_on, to_on
        await self._read()
        return jump("trades")

    @rx.event
    async def show_at(self, point: dict[str, Any]) -> Any:
        """The trades of the span that a click on the curve means: the deep drawdown around it, else its month."""
        stamp = stamp_of(str(point.get("x", "")))
        if stamp is None:
            return None
        span = await call(service.span_at, await actor_of(self), str(self.backtest_id), stamp)
        return TradesState.show_between(*span)

    @rx.event
    async def show_group(self, field: str, value: str) -> Any:
        """The trades of one symbol, reason or side."""
        if field not in FILTERS:
            return None
        await self._begin()
        self._clear()
        setattr(self, field, str(value))
        await self._read()
        return jump("trades")

    @rx.event
    async def reveal(self, number: int) -> Any:
        """Turn to the page on which a trade stands, and mark its row; a filter that hides it is dropped."""
        await self._begin()
        actor, run = await actor_of(self), str(self.backtest_id)
        place = await call(service.place_of, actor, run, self._wanted(), int(number))
        if place < 0:
            self._clear()
            place = await call(service.place_of, actor, run, self._wanted(), int(number))
        size = await self._size()
        self._offset, self.picked = max(place, 0) // size * size, int(number)
        await self._read()
        return jump("trades")

    async def _begin(self) -> bool:
        """Whether this run is new here; what is left of another is forgotten."""
        key = await seen_as(self)
        if key == self._of and self.n_all >= 0:
            return False
        self.reset()  # type: ignore[no-untyped-call]
        self._of = key
        return True

    def _clear(self) -> None:
        for name in FILTERS:
            setattr(self, name, "")
        self._offset, self.picked = 0, -1

    def _wanted(self) -> Selection:
        return Selection(**{name: getattr(self, name) for name in FILTERS}, sort=self.sorted_by)

    async def _size(self) -> int:
        return int((await self.get_state(LookState)).page_size)

    async def _read(self) -> None:
        actor, language, wanted = await actor_of(self), await language_of(self), self._wanted()
        size = await self._size()
        found = await call(service.trades, actor, str(self.backtest_id), wanted, size, self._offset)
        trades = found.source.result.trades
        self.rows = [trade_row(row, language) for row in await call(found.rows)]
        self.total, self.n_all = found.total, len(trades)
        self.first, self.last = (self._offset + 1 if self.rows else 0), self._offset + len(self.rows)
        self.pnl, self.sign = format.money(found.pnl), format.sign_of(found.pnl)
        self.is_filtered = any(getattr(self, name) for name in FILTERS)
        self.query = urlencode({name: value for name, value in self._asked(wanted).items() if value})
        if not self.symbols:
            self.symbols = [found.source.symbols[k] for k in sorted(set(trades.symbol.tolist()))]
            known = sorted(set(trades.reason.tolist()))
            self.reasons = [[REASONS[k], reason_of(REASONS[k], language)] for k in known if k >= 0]

    def _asked(self, wanted: Selection) -> dict[str, str]:
        names = {"from_on": "from", "to_on": "to"}
        return {names.get(name, name): value for name, value in vars(wanted).items()}


def stamp_of(text: str) -> int | None:
    """A point of a time axis as microseconds since 1970; ``None`` for what is no instant."""
    try:
        return int(np.datetime64(text.strip().replace(" ", "T"), "us").astype(np.int64))
    except ValueError:
        return None
