"""The pages of the manual: the front page with its search, a topic, and the collections."""

from typing import Any

import reflex as rx

from quantboard.services import help
from quantboard.ui.call import call
from quantboard.ui.help import views
from quantboard.ui.help.views import KINDS, Hit
from quantboard.ui.parts.prose.render import cards_of, html_of
from quantboard.ui.session import language_of
from quantboard.ui.text.catalogue import CHINESE, say


class ManualState(rx.State):
    """What stands on the page."""

    is_loaded: bool = False
    title: str = ""
    lead: str = ""
    html: str = ""
    query: str = ""
    is_collection: bool = False
    hits: rx.Field[list[Hit]] = rx.field(default_factory=list)
    topics: rx.Field[list[Hit]] = rx.field(default_factory=list)
    newer: rx.Field[Hit] = rx.field(default_factory=lambda: Hit("", "", "", ""))
    older: rx.Field[Hit] = rx.field(default_factory=lambda: Hit("", "", "", ""))
    _page: str = ""

    @rx.event
    async def load(self) -> None:
        """The front page; ``?q=`` searches at once."""
        language = await language_of(self)
        self.topics = [views.hit_of(one, language) for one in await call(help.topics, language)]
        await self.search(self.router.url.query_parameters.get("q", ""))
        self.is_loaded = True

    @rx.event
    async def search(self, query: str) -> None:
        """As it is typed."""
        self.query = query
        self.hits = await call(views.hits_of, query, await language_of(self))

    @rx.event
    async def load_topic(self) -> Any:
        """The topic, or the collection, of the address."""
        page, language = str(self.topic), await language_of(self)
        self._page, self.query, self.is_collection = page, "", page in KINDS
        if self.is_collection:
            self.title, self.lead = say(language, f"help.{page}"), say(language, f"help.{page}_lead")
            if KINDS[page] == help.METRIC:
                self.lead += ("" if language == CHINESE else " ") + say(language, "help.symbols")
            await self.narrow("")
        else:
            await self._read(page, language)
        self.is_loaded = True

    @rx.event
    async def narrow(self, query: str) -> None:
        """Only the entries of the collection in which these words occur."""
        self.query, language = query, await language_of(self)
        if self._page not in KINDS:
            return
        kind = KINDS[self._page]
        entries = await call(help.collection, kind, language)
        if query.strip():
            found = await call(views.found_in, kind, query, language)
            entries = tuple(one for one in entries if one.key in found)
        self.html = await call(cards_of, entries, language)

    async def _read(self, page: str, language: str) -> None:
        topics = await call(help.topics, language)
        topic = await call(help.topic, page, language)
        self.title, self.lead, self.html = topic.title, topic.facts.get("summary", ""), html_of(topic.text)
        place = topics.index(topic)
        none = Hit("", "", "", "")
        self.older = views.hit_of(topics[place - 1], language) if place else none
        self.newer = views.hit_of(topics[place + 1], language) if place + 1 < len(topics) else none
