"""How the person at this tab likes things: what reaches the document, and how numbers and dates are written."""

from collections.abc import Mapping
from typing import Any

import reflex as rx
from reflex.state import BaseState

from quantboard.ui import format
from quantboard.ui.format import PLAIN, STYLE, Style

PAGE_SIZE = 20


class LookState(rx.State):
    """Taken from the account before each page; ``theme`` is empty until it is known."""

    theme: str = ""
    colours: str = "green_up"
    motion: str = "system"
    tooltips: bool = True
    notifications: bool = False
    page_size: int = PAGE_SIZE
    numbers: str = PLAIN.numbers
    dates: str = PLAIN.dates
    zone: str = PLAIN.zone
    _style: Style = PLAIN

    def _take(self, liked: Mapping[str, Any], browser_zone: str) -> None:
        """Assign only what differs, so that nothing is sent in vain."""
        wanted = {name: liked[name] for name in ("colours", "motion", "tooltips", "notifications", "page_size")}
        style = Style.of(liked, browser_zone)
        wanted |= {"numbers": style.numbers, "dates": style.dates, "zone": format.zone_of(style.zone).key}
        wanted |= {"theme": liked["theme"] or self.theme, "_style": style}
        for name, value in wanted.items():
            if getattr(self, name) != value:
                setattr(self, name, value)
        STYLE.set(self._style)


async def dress(state: BaseState) -> None:
    """Write numbers and dates in this tab's style from here on, for the event at hand."""
    STYLE.set((await state.get_state(LookState))._style)


async def page_size_of(state: BaseState) -> int:
    """How many rows the person likes on a page."""
    return (await state.get_state(LookState)).page_size
