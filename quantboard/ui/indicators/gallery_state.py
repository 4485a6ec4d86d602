"""What the gallery of indicators knows."""

from typing import Any

import reflex as rx

from quantboard.services import indicators
from quantboard.ui.call import call
from quantboard.ui.indicators.views import IndicatorCard, card_of
from quantboard.ui.session import actor_of

AT_FIRST = 48


class GalleryState(rx.State):
    """Search, category, favourites; the most used first."""

    words: str = ""
    category: str = ""
    is_favourites: bool = False
    cards: rx.Field[list[IndicatorCard]] = rx.field(default_factory=list)
    n_found: int = 0
    n_shown: int = AT_FIRST
    is_loaded: bool = False

    @rx.event
    async def load(self) -> None:
        """When the page opens."""
        await self._read()
        self.is_loaded = True

    @rx.event
    async def search(self, words: str) -> None:
        """After each pause in typing."""
        self.words, self.n_shown = words[:80], AT_FIRST
        await self._read()

    @rx.event
    async def choose(self, category: str) -> None:
        """One category, or all."""
        self.category, self.n_shown = category, AT_FIRST
        await self._read()

    @rx.event
    async def show_favourites(self, wanted: bool) -> None:
        """Favourites only, or all."""
        self.is_favourites, self.n_shown = wanted, AT_FIRST
        await self._read()

    @rx.event
    async def show_more(self) -> None:
        """The next ones too."""
        self.n_shown += AT_FIRST
        await self._read()

    @rx.event
    async def clear(self) -> None:
        """Everything again."""
        self.words, self.category, self.is_favourites, self.n_shown = "", "", False, AT_FIRST
        await self._read()

    @rx.event
    async def mark(self, code: str, wanted: bool) -> Any:
        """Favourite or no longer."""
        await call(indicators.mark, await actor_of(self), code, wanted)
        await self._read()

    async def _read(self) -> None:
        found = await call(indicators.catalogue, await actor_of(self), self.words, self.category)
        if self.is_favourites:
            found = [one for one in found if one.is_favourite]
        self.n_found = len(found)
        self.cards = [card_of(one) for one in found[: self.n_shown]]
