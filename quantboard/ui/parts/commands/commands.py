"""The command palette (Ctrl+K), the sheet of shortcuts (?), and the keys that lead from page to page."""

from typing import Any

import reflex as rx

_js, _css = rx.asset("commands.jsx", shared=True), rx.asset("commands.css", shared=True)


def _asked(words: rx.Var[str], recent: rx.Var[list[list[str]]]) -> tuple[rx.Var[str], rx.Var[list[list[str]]]]:
    return words, recent


class Commands(rx.Component):
    """Listens to the keys of the window from the first moment; State answers searches and does what is no address."""

    library = _js.importable_path
    tag = "QbCommands"

    who: rx.Var[str]
    items: rx.Var[list[dict[str, Any]]]
    groups: rx.Var[dict[str, str]]
    hits: rx.Var[list[Any]]
    hits_for: rx.Var[str]
    shortcuts: rx.Var[list[dict[str, Any]]]
    texts: rx.Var[dict[str, str]]
    is_drawer_open: rx.Var[bool]
    on_search: rx.EventHandler[_asked]  # type: ignore[type-arg, valid-type]
    on_act: rx.EventHandler[rx.event.passthrough_event_spec(str)]  # type: ignore[type-arg, valid-type]

    def add_imports(self) -> dict[str, Any]:
        return {"": [_css.importable_path]}


def commands(**props: Any) -> rx.Component:
    """``items`` are ``{id, kind, label, words, href, jump}``, ``kind`` ``page`` or ``action``; no ``href`` is an act.

    ``hits`` are ``{kind, id, label, href, recent}`` and answer ``hits_for``; ``groups`` names the kinds in their order.
    ``shortcuts`` are ``{title, keys: [[keys, what they do]]}``.
    """
    return Commands.create(**props)
