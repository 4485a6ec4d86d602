"""What the page of one strategy knows and does: code, parameters, versions."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from quantboard.errors import CodeRejected, Conflict, InvalidInput
from quantboard.services import strategies
from quantboard.services.strategies import StrategyView
from quantboard.ui import routes
from quantboard.ui.call import call
from quantboard.ui.errors import hint_of, told
from quantboard.ui.format import instant
from quantboard.ui.session import actor_of, language_of
from quantboard.ui.strategies.editing import Editing
from quantboard.ui.strategies.views import values_of
from quantboard.ui.text.catalogue import CHINESE, say


@dataclass(frozen=True)
class VersionRow:
    """One line of the history."""

    number: int
    saved: str
    params: str


class EditState(Editing, rx.State):
    """The strategy in the address."""

    id: str = ""
    saved_name: str = ""
    version: int = 0
    facts: rx.Field[dict[str, str]] = rx.field(default_factory=dict)
    history: rx.Field[list[VersionRow]] = rx.field(default_factory=list)
    is_mine: bool = False

    @rx.event
    async def load(self) -> None:
        """When the page opens, or the id in the address changes."""
        actor = await actor_of(self)
        wanted = str(self.strategy_key)
        self.is_loaded = self.is_loaded and wanted == self.id
        view = await call(strategies.get, actor, wanted)
        self._texts = await call(strategies.template, view.template) if view.template else None
        self.name, self.name_error, self.fields = view.name, "", []
        await self._take(view.source, dict(view.params))
        self.doc_rev += 1
        await self._show_saved(view)
        self.is_loaded = True

    @rx.event
    async def save(self) -> Any:
        """A new version, and the new name."""
        actor, language = await actor_of(self), await language_of(self)
        if not self._is_ready():
            return rx.toast.error(say(language, "strategies.fix_first"))
        before = self.version
        try:
            if self.name != self.saved_name:
                await call(strategies.rename, actor, self.id, self.name)
            view = await call(strategies.save, actor, self.id, self.source, values_of(self.fields), before)
        except (InvalidInput, Conflict, CodeRejected) as problem:
            self._show(problem.field, told(problem))
            return rx.toast.error(told(problem), description=hint_of(problem.code, problem.hint) or None)
        renamed = view.name != self.saved_name
        await self._show_saved(view)
        key = "strategies.saved" if view.version != before or not renamed else "strategies.renamed"
        if view.version == before and not renamed:
            key = "strategies.unchanged"
        return rx.toast.success(say(language, key, n=view.version))

    @rx.event
    async def test(self) -> Any:
        """Save what has changed, then open the run form."""
        if self.is_changed and self.is_mine:
            refused = await self.save()
            if self.is_changed:
                return refused
        return rx.redirect(f"{routes.NEW_BACKTEST}?strategy={self.id}")

    @rx.event
    async def delete(self) -> Any:
        """Hide it, and go back to the list."""
        await call(strategies.delete, await actor_of(self), self.id)
        return [
            rx.toast.success(say(await language_of(self), "strategies.deleted")),
            rx.redirect(routes.STRATEGIES),
        ]

    async def _show_saved(self, view: StrategyView) -> None:
        is_chinese = await language_of(self) == CHINESE
        self.id, self.version, self.saved_name, self.is_mine = view.id, view.version, view.name, view.is_mine
        self.name, self.is_changed = view.name, False
        self.facts = {
            "kind": view.kind,
            "template": self._texts.name[is_chinese] if self._texts else "",
            "digest": view.digest,
            "saved": instant(view.updated_at),
        }
        found = await call(strategies.versions, await actor_of(self), view.id)
        self.history = [
            VersionRow(one.number, instant(one.created_at), ", ".join(f"{k} {v}" for k, v in one.params.items()))
            for one in found[:20]
        ]
