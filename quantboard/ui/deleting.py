"""Deleting asks first and names what is affected; the toast afterwards takes it back."""

from typing import Any

import reflex as rx

from quantboard.services import trash
from quantboard.services.trash import Affected
from quantboard.ui.call import call
from quantboard.ui.session import actor_of, language_of
from quantboard.ui.text.catalogue import say

RELOADS: dict[str, Any] = {}  # kind → the handler that reads its list anew
SHOWN = 5


class UndoState(rx.State):
    """Takes back what a toast told of."""

    @rx.event
    async def undo(self, kind: str, ids: list[str]) -> Any:
        """Out of the trash again."""
        actor, language = await actor_of(self), await language_of(self)
        names = [await call(trash.restore, actor, kind, one) for one in ids]
        key = "trash.restored" if len(names) == 1 else "trash.restored_n"
        told = rx.toast.success(say(language, key, name=names[0] if names else "", n=len(names)))
        return [told, RELOADS[kind]] if kind in RELOADS else told


class Deleting(rx.State, mixin=True):
    """The mixin of lists and pages whose objects can be deleted; ``_kind`` says what they are."""

    is_asking: bool = False
    asked_title: str = ""
    asked_lines: rx.Field[list[str]] = rx.field(default_factory=list)
    _asked_ids: rx.Field[list[str]] = rx.field(default_factory=list)

    @rx.event
    async def ask_delete(self, object_id: str) -> None:
        """Say what deleting this, or with no id what is chosen, would affect."""
        ids = [object_id] if object_id else self._chosen_ids()
        if not ids:
            return
        found = await call(trash.affected, await actor_of(self), self._kind(), ids)
        language = await language_of(self)
        key = "trash.ask_one" if len(found) == 1 else "trash.ask_many"
        self.asked_title = say(language, key, name=found[0].name, n=len(found))
        self.asked_lines = lines_of(found, language)
        self._asked_ids, self.is_asking = ids, True

    @rx.event
    def close_question(self, is_open: bool) -> None:
        """Not after all."""
        self.is_asking = is_open

    @rx.event
    async def delete_asked(self) -> Any:
        """Move it to the trash."""
        ids, self.is_asking, self._asked_ids = list(self._asked_ids), False, []
        if not ids:
            return None
        names = await call(trash.delete, await actor_of(self), self._kind(), ids)
        return [moved(await language_of(self), self._kind(), ids, names), *await self._after_delete(ids)]

    def _kind(self) -> str:
        raise NotImplementedError

    def _chosen_ids(self) -> list[str]:
        return []

    async def _after_delete(self, ids: list[str]) -> list[Any]:  # noqa: ARG002 -- for those that override it
        return []


def moved(language: str, kind: str, ids: list[str], names: list[str]) -> Any:
    """The toast that tells of it, with the way back."""
    key = "trash.moved_one" if len(names) == 1 else "trash.moved_many"
    undo: Any = {"label": say(language, "trash.undo"), "on_click": UndoState.undo(kind, ids)}
    return rx.toast.success(say(language, key, name=names[0], n=len(names)), action=undo, duration=10_000)


def lines_of(found: list[Affected], language: str) -> list[str]:
    """What is to be said about each of them; at most some."""
    lines = []
    for one in found:
        if one.is_running:
            lines.append(say(language, "trash.is_running", name=one.name))
        if one.n_runs:
            others = "_others" if one.n_people else ""
            key = "trash.confirms" if one.kind == "backtest" else f"trash.used_by{others}"
            lines.append(say(language, key, name=one.name, n=one.n_runs, people=one.n_people))
    return lines[:SHOWN] + (["…"] if len(lines) > SHOWN else [])
