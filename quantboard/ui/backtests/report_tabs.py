"""Which part of the report is open; the address says it too, so that a link leads there and "back" leads back."""

from typing import Any

import reflex as rx

from quantboard.ui.format import STYLE
from quantboard.ui.parts.tabs import address_of
from quantboard.ui.session import language_of

TABS = (
    *("trades", "chart", "risk", "exposure", "breakdown", "costs", "metrics"),
    *("orders", "log", "assumptions", "code", "notes"),
)


class TabState(rx.State):
    """The open tab of the report."""

    tab: str = TABS[0]

    @rx.event
    def set_tab(self, tab: str | list[str]) -> Any:
        """Turn to another part of the report; the address says which."""
        wanted = tab if isinstance(tab, str) else tab[0]
        if wanted not in TABS:
            return None
        self.tab = wanted
        return address_of(wanted)

    def _read_address(self) -> None:
        asked = self.router.url.query_parameters.get("tab", "")
        self.tab = asked if asked in TABS else TABS[0]


async def seen_as(state: Any) -> str:
    """Which run is shown to whom: what was written for another, or in another language or look, is written anew."""
    return f"{state.backtest_id} {await language_of(state)} {STYLE.get()}"


def jump(tab: str) -> list[Any]:
    """Open a tab and bring it into sight."""
    return [TabState.set_tab(tab), rx.scroll_to("report-tabs")]
