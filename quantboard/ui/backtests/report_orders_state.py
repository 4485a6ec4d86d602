"""Two tabs of the report: every order with what became of it, and the log."""

from typing import Any
from urllib.parse import urlencode

import reflex as rx

from quantboard.core.backtest.views.journal import SORTS, Asked
from quantboard.core.backtest.views.log import KINDS
from quantboard.services import report_orders as service
from quantboard.services.report_source import opened
from quantboard.ui.backtests.report_chart_state import ChartState
from quantboard.ui.backtests.report_rows import LogRow, OrderRow, log_row, order_row
from quantboard.ui.backtests.report_tabs import seen_as
from quantboard.ui.call import call
from quantboard.ui.look import LookState
from quantboard.ui.session import actor_of, language_of
from quantboard.ui.text.catalogue import say

LEAST_LINES = 50
FIELDS = ("symbol", "side", "state", "kind", "from_on", "to_on", "words")


class Paged(rx.State, mixin=True):
    """Filters, pages and the address of what is exported, for both."""

    symbol: str = ""
    side: str = ""
    state: str = ""
    kind: str = ""
    from_on: str = ""
    to_on: str = ""
    words: str = ""
    symbols: rx.Field[list[str]] = rx.field(default_factory=list)
    total: int = 0
    first: int = 0
    last: int = 0
    query: str = ""
    is_filtered: bool = False
    is_loaded: bool = False
    sorted_by: str = "at"
    _of: str = ""
    _offset: int = 0

    @rx.event
    async def load(self) -> None:
        """When the tab opens: once a run."""
        key = await seen_as(self)
        if key == self._of:
            return
        self.reset()  # type: ignore[no-untyped-call]
        source = await call(opened, await actor_of(self), str(self.backtest_id))
        self._of, self.symbols = key, list(source.symbols)
        await self._begin()
        await self._read()
        self.is_loaded = True

    @rx.event
    async def choose(self, field: str, value: str) -> None:
        """Filter by one more thing."""
        if field in FIELDS:
            setattr(self, field, str(value)[:200])
            self._offset = 0
            await self._read()

    @rx.event
    async def seek(self, words: str) -> None:
        """Only what holds these words."""
        self.words, self._offset = words[:200], 0
        await self._read()

    @rx.event
    async def show_all(self) -> None:
        """No filter any more."""
        for name in FIELDS:
            setattr(self, name, "")
        self._offset = 0
        await self._read()

    @rx.event
    async def sort(self, column: str) -> None:
        """Sort by a column; once more turns the order around."""
        if column in SORTS:
            self.sorted_by = f"-{column}" if self.sorted_by == column else column
            self._offset = 0
            await self._read()

    @rx.event
    async def turn(self, pages: int) -> None:
        """Leaf through them."""
        size = await self._size()
        self._offset = min(max(self._offset + int(pages) * size, 0), max(self.total - 1, 0) // size * size)
        await self._read()

    def _asked(self) -> Asked:
        names = ("state", "symbol", "side", "from_on", "to_on", "words")
        return Asked(**{name: getattr(self, name) for name in names}, sort=self.sorted_by)

    async def _size(self) -> int:
        return int((await self.get_state(LookState)).page_size)

    async def _begin(self) -> None:
        return None

    async def _read(self) -> None:
        raise NotImplementedError

    def _note(self, total: int, shown: int) -> None:
        self.total = total
        self.first, self.last = (self._offset + 1 if shown else 0), self._offset + shown
        self.is_filtered = any(getattr(self, name) for name in FIELDS)
        named = {"from_on": "from", "to_on": "to", "words": "q"}
        given = {named.get(name, name): getattr(self, name) for name in FIELDS}
        self.query = urlencode({name: value for name, value in {**given, "sort": self.sorted_by}.items() if value})


class OrdersState(Paged, rx.State):
    """The orders."""

    rows: rx.Field[list[OrderRow]] = rx.field(default_factory=list)
    refusals: rx.Field[list[list[str]]] = rx.field(default_factory=list)

    async def _begin(self) -> None:
        language = await language_of(self)
        counts = await call(service.refusals, await actor_of(self), str(self.backtest_id))
        self.refusals = [[say(language, f"refusal.{reason}"), f"{n:,}"] for reason, n in counts.items()]

    async def _read(self) -> None:
        actor, language, size = await actor_of(self), await language_of(self), await self._size()
        found = await call(service.orders, actor, str(self.backtest_id), self._asked(), size, self._offset)
        self.rows = [order_row(row, language) for row in found.items]
        self._note(found.total, len(self.rows))


class LogState(Paged, rx.State):
    """The log."""

    rows: rx.Field[list[LogRow]] = rx.field(default_factory=list)
    kinds: rx.Field[list[list[str]]] = rx.field(default_factory=list)

    @rx.event
    def open_trade(self, number: int) -> Any:
        """A line of a trade leads to it on the candles."""
        return ChartState.show_trade(int(number)) if int(number) >= 0 else None

    async def _size(self) -> int:
        return max(int((await self.get_state(LookState)).page_size), LEAST_LINES)

    async def _begin(self) -> None:
        language = await language_of(self)
        self.kinds = [[kind, say(language, f"report.log_{kind}")] for kind in KINDS]

    async def _read(self) -> None:
        actor, language, size = await actor_of(self), await language_of(self), await self._size()
        part = (size, self._offset)
        found = await call(service.log, actor, str(self.backtest_id), self._asked(), self.kind, part)
        self.rows = [log_row(row, language) for row in found.items]
        self._note(found.total, len(self.rows))
