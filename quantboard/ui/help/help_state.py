"""The help drawer of every page: what the page is about, and a search."""

from typing import Any

import reflex as rx

from quantboard.services import help
from quantboard.ui.call import call
from quantboard.ui.help import views
from quantboard.ui.help.views import Hit, Shown
from quantboard.ui.session import language_of

N_HITS = 8


class HelpState(rx.State):
    """Open or not, and at which article; nothing here outlives the tab."""

    is_open: bool = False
    query: str = ""
    article: rx.Field[Shown] = rx.field(default_factory=Shown)
    hits: rx.Field[list[Hit]] = rx.field(default_factory=list)
    is_at_page: bool = True
    _spoken: str = ""

    @rx.event
    async def open_for(self, page: str = "") -> None:
        """Open at the topic of ``page``, by default of the one that is shown; a second click closes."""
        if self.is_open and not page:
            self.is_open = False
            return
        await self._turn_to(page or self.router.url.path)
        self.is_open = True

    @rx.event
    async def follow(self) -> None:
        """On every page: an open drawer goes along, unless something else was looked up in it."""
        if not self.is_open:
            return
        if self.is_at_page or self._spoken != await language_of(self):
            await self._turn_to(self.router.url.path)

    @rx.event
    def close(self) -> None:
        """Close the drawer."""
        self.is_open = False

    @rx.event
    async def search(self, query: str) -> None:
        """As it is typed."""
        self.query = query
        self.hits = await call(views.hits_of, query, await language_of(self), N_HITS)

    @rx.event
    async def read(self, href: str) -> Any:
        """Another article, in the drawer where it can be shown there."""
        found = await call(views.at, href, await language_of(self))
        if found is None:
            return rx.redirect(href)
        self.article, self.query, self.hits, self.is_at_page = found, "", [], False
        return None

    @rx.event
    async def back_to_page(self) -> None:
        """To the topic of the page that is shown."""
        await self._turn_to(self.router.url.path)

    async def _turn_to(self, path: str) -> None:
        self._spoken = await language_of(self)
        topic = await call(help.topic_of, path, self._spoken)
        self.article = await call(views.shown, topic, self._spoken)
        self.query, self.hits, self.is_at_page = "", [], True
