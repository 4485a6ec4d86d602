"""What the list of strategies knows: one's own and the templates."""

from typing import Any

import reflex as rx

from quantboard.services import strategies
from quantboard.ui.call import call
from quantboard.ui.session import actor_of, language_of
from quantboard.ui.strategies.views import StrategyRow, TemplateCard, card_of, row_of
from quantboard.ui.text.catalogue import say


class StrategyListState(rx.State):
    """Filled when the page opens."""

    is_loaded: bool = False
    mine: rx.Field[list[StrategyRow]] = rx.field(default_factory=list)
    templates: rx.Field[list[TemplateCard]] = rx.field(default_factory=list)

    @rx.event
    async def load(self) -> None:
        """Own strategies first; the gallery does not change while the process lives."""
        actor = await actor_of(self)
        self.mine = [row_of(view) for view in await call(strategies.list_strategies, actor)]
        if not self.templates:
            self.templates = [card_of(view) for view in await call(strategies.templates)]
        self.is_loaded = True

    @rx.event
    async def delete(self, strategy_id: str) -> Any:
        """Hide one."""
        actor = await actor_of(self)
        await call(strategies.delete, actor, strategy_id)
        self.mine = [row for row in self.mine if row.id != strategy_id]
        return rx.toast.success(say(await language_of(self), "strategies.deleted"))
