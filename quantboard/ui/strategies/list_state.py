"""What the list of strategies knows: those that one may see, and the templates."""

from typing import Any

import reflex as rx

from quantboard.core.access import Actor
from quantboard.core.listing import Page, Wanted
from quantboard.services import strategies
from quantboard.ui import routes
from quantboard.ui.call import call
from quantboard.ui.deleting import RELOADS
from quantboard.ui.listing import Listing
from quantboard.ui.session import actor_of, language_of
from quantboard.ui.strategies.views import StrategyRow, TemplateCard, card_of, row_of
from quantboard.ui.text.catalogue import say


class StrategyListState(Listing, rx.State):
    """Filled when the page opens."""

    sorted_by: str = "-changed"
    rows: rx.Field[list[StrategyRow]] = rx.field(default_factory=list)
    templates: rx.Field[list[TemplateCard]] = rx.field(default_factory=list)

    @rx.event
    async def load(self) -> None:
        """The gallery does not change while the process lives."""
        if not self.templates:
            self.templates = [card_of(view) for view in await call(strategies.templates)]
        self._begin_as_addressed()
        await self._read()

    @rx.event
    async def copy(self, strategy_id: str) -> Any:
        """One's own copy, opened."""
        made = await call(strategies.copy, await actor_of(self), strategy_id)
        told = rx.toast.success(say(await language_of(self), "sharing.copied"))
        return [told, rx.redirect(routes.strategy(made.id))]

    def _kind(self) -> str:
        return "strategy"

    async def _ask(self, actor: Actor, wanted: Wanted) -> Page[Any]:
        return await call(strategies.page, actor, wanted)

    async def _fill(self, found: Page[Any]) -> None:
        self.rows = [row_of(view) for view in found.items]


RELOADS["strategy"] = StrategyListState.load
