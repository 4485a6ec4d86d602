"""The exposure tab of the report: how much was at work, in what, over time and on a day."""

from typing import Any

import reflex as rx

from quantboard.charts.exposure import exposure_figure
from quantboard.charts.holdings import holdings_figure
from quantboard.charts.style import as_plain
from quantboard.core.bars import parse_date
from quantboard.services import report_holdings
from quantboard.services.report_source import Source, opened
from quantboard.ui import format
from quantboard.ui.backtests.report_rows import HeldRow, held_rows
from quantboard.ui.backtests.report_tabs import seen_as
from quantboard.ui.call import call
from quantboard.ui.session import actor_of, language_of
from quantboard.ui.text.catalogue import say


class ExposureState(rx.State):
    """Its pictures, drawn when the tab opens."""

    exposure: rx.Field[dict[str, Any]] = rx.field(default_factory=dict)
    parts: rx.Field[dict[str, Any]] = rx.field(default_factory=dict)
    has_parts: bool = False
    on: str = ""
    at: str = ""
    equity: str = ""
    cash: str = ""
    first_day: str = ""
    last_day: str = ""
    held: rx.Field[list[HeldRow]] = rx.field(default_factory=list)
    _of: str = ""

    @rx.event
    async def load(self) -> None:
        """When the tab opens: once a run."""
        run, key = str(self.backtest_id), await seen_as(self)
        if key == self._of:
            return
        language = await language_of(self)
        self.reset()  # type: ignore[no-untyped-call]
        source = await call(opened, await actor_of(self), run)
        spec = source.result.spec
        self.first_day, self.last_day = str(spec.from_on), str(spec.to_on)
        self.exposure, self.parts = await call(drawn, source, language)
        self.has_parts = bool(source.result.fills.at.size)
        await self._look("")
        self._of = key

    @rx.event
    async def look_at(self, day: str) -> None:
        """The holdings at the end of a day."""
        if day:
            parse_date(day)
        await self._look(day)

    @rx.event
    async def press(self, point: dict[str, Any]) -> None:
        """A click on a curve chooses its day."""
        day = str(point.get("x", ""))[:10]
        parse_date(day)
        await self._look(day)

    async def _look(self, day: str) -> None:
        found = await call(report_holdings.held, await actor_of(self), str(self.backtest_id), day)
        self.at, self.on = format.stamp(found.at), found.at[:10]
        self.equity, self.cash = format.money(found.equity), format.money(found.cash)
        self.held = held_rows(found)


def drawn(source: Source, language: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Exposure and turnover, and the parts of the account."""
    names = {key: say(language, f"report.exposure_{key}") for key in ("gross", "net", "turnover", "holdings")}
    words = (say(language, "report.others"), say(language, "report.cash"))
    return as_plain(exposure_figure(source.result, names)), as_plain(holdings_figure(source.result, words))
