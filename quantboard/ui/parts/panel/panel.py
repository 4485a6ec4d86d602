"""A window beside the page, which stays usable: the help drawer and the steps of a guide."""

from typing import Any

import reflex as rx

_js, _css = rx.asset("panel.jsx", shared=True), rx.asset("panel.css", shared=True)


class Panel(rx.Component):
    """Drawn only while it is open."""

    library = _js.importable_path
    tag = "QbPanel"

    is_open: rx.Var[bool]
    label: rx.Var[str]
    target: rx.Var[str]
    on_close: rx.EventHandler[rx.event.no_args_event_spec]  # type: ignore[type-arg, valid-type]

    def add_imports(self) -> dict[str, Any]:
        return {"": [_css.importable_path]}


def panel(*content: rx.Component, is_open: Any, label: Any, on_close: Any, **props: Any) -> rx.Component:
    """``target`` may name an element of the page to point at; ``id`` and ``class_name`` as everywhere."""
    return Panel.create(*content, is_open=is_open, label=label, on_close=on_close, **props)
