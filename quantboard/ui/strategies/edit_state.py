"""What the page of one strategy knows and does: code, parameters, versions."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from quantboard.errors import CodeRejected, Conflict, InvalidInput, NotFound
from quantboard.services import strategies
from quantboard.services.strategies import StrategyView, VersionConflict
from quantboard.ui import routes
from quantboard.ui.call import call
from quantboard.ui.errors import told
from quantboard.ui.format import instant
from quantboard.ui.session import actor_of, language_of
from quantboard.ui.sharing import Sharing
from quantboard.ui.strategies.editing import Editing
from quantboard.ui.strategies.views import values_of
from quantboard.ui.text.catalogue import CHINESE, say


@dataclass(frozen=True)
class VersionRow:
    """One line of the history."""

    number: int
    saved: str
    params: str
    saved_by: str


class EditState(Editing, Sharing, rx.State):
    """The strategy in the address."""

    id: str = ""
    saved_name: str = ""
    version: int = 0
    facts: rx.Field[dict[str, str]] = rx.field(default_factory=dict)
    history: rx.Field[list[VersionRow]] = rx.field(default_factory=list)
    conflict: str = ""  # what was saved in the meantime, while that is to be decided

    @rx.event
    async def load(self) -> None:
        """When the page opens, or the id in the address changes; what was typed and not saved outlives a reconnect."""
        actor = await actor_of(self)
        wanted = str(self.strategy_key)
        if self.is_loaded and self.is_changed and wanted == self.id:
            return
        self.is_loaded = self.is_loaded and wanted == self.id
        self.conflict = ""
        try:
            view = await call(strategies.get, actor, wanted)
        except NotFound:
            self.is_missing, self.is_loaded = True, False
            return
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
        before, name = self.version, None if self.name == self.saved_name else self.name
        try:
            view = await call(strategies.save, actor, self.id, self.source, values_of(self.fields), before, name)
        except VersionConflict as problem:
            who, at = problem.who or say(language, "conflict.somebody"), instant(problem.at)
            self.conflict = say(language, "conflict.who", who=who, at=at, n=problem.number, seen=problem.seen)
            return None
        except (InvalidInput, Conflict, CodeRejected) as problem:
            self._show(problem.field, told(problem))
            return rx.toast.error(told(problem), description=problem.hint or None)
        renamed = view.name != self.saved_name
        await self._show_saved(view)
        key = "strategies.saved" if view.version != before or not renamed else "strategies.renamed"
        if view.version == before and not renamed:
            key = "strategies.unchanged"
        return rx.toast.success(say(language, key, n=view.version))

    @rx.event
    async def test(self) -> Any:
        """Save what has changed, then open the run form."""
        if self.is_changed and self.can_change:
            refused = await self.save()
            if self.is_changed:
                return refused
        return rx.redirect(f"{routes.NEW_BACKTEST}?strategy={self.id}")

    @rx.event
    async def copy(self) -> Any:
        """One's own copy of what the page shows, with what was typed, opened."""
        actor, values = await actor_of(self), values_of(self.fields)
        made = await call(strategies.copy, actor, self.id)
        if self.is_changed and self._is_ready():
            await call(strategies.save, actor, made.id, self.source, values)
        self.conflict, self.is_changed = "", False
        said = rx.toast.success(say(await language_of(self), "sharing.copied"))
        return [said, rx.redirect(routes.strategy(made.id))]

    @rx.event
    async def keep_mine(self) -> Any:
        """On top of what was saved in the meantime, which stays in the history."""
        self.version = (await call(strategies.get, await actor_of(self), self.id)).version
        self.conflict = ""
        return await self.save()

    @rx.event
    async def take_theirs(self) -> None:
        """What was saved in the meantime, instead of what was typed."""
        self.conflict, self.is_changed = "", False
        await self.load()

    @rx.event
    def decide_later(self) -> None:
        """Go on typing."""
        self.conflict = ""

    def _kind(self) -> str:
        return "strategy"

    def _object_id(self) -> str:
        return self.id

    async def _after_delete(self, ids: list[str]) -> list[Any]:  # noqa: ARG002 -- the mixin's signature
        return [rx.redirect(routes.STRATEGIES)]

    async def _show_saved(self, view: StrategyView) -> None:
        is_chinese = await language_of(self) == CHINESE
        self.id, self.version, self.saved_name = view.id, view.version, view.name
        self._show_marks(view, view.created_at)
        self.name, self.is_changed = view.name, False
        self.facts = {
            "kind": view.kind,
            "template": self._texts.name[is_chinese] if self._texts else "",
            "digest": view.digest,
            "saved": instant(view.changed_at),
        }
        found = await call(strategies.versions, await actor_of(self), view.id)
        self.history = [
            VersionRow(
                one.number,
                instant(one.created_at),
                ", ".join(f"{k} {v}" for k, v in one.params.items()),
                one.saved_by,
            )
            for one in found[:20]
        ]
