"""Text that was written as Markdown, rendered on the server; see ``render.py``."""

from typing import Any

import reflex as rx

_js, _css = rx.asset("prose.jsx", shared=True), rx.asset("prose.css", shared=True)


class Prose(rx.Component):
    """``html`` must come from our renderer, which passes no markup of the text through."""

    library = _js.importable_path
    tag = "QbProse"

    html: rx.Var[str]
    on_follow: rx.EventHandler[rx.event.passthrough_event_spec(str)]  # type: ignore[type-arg, valid-type]

    def add_imports(self) -> dict[str, Any]:
        return {"": [_css.importable_path]}


def prose(html: Any, **props: Any) -> rx.Component:
    """With ``on_follow`` links to the manual are handed over instead of followed."""
    return Prose.create(html=html, **props)
