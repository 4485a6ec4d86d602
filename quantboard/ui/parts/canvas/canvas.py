"""The canvas of the strategy builder: palette, nodes, wires and the fields of the chosen node, drawn by React Flow."""

from typing import Any

import reflex as rx
from reflex.style import resolved_color_mode

_js, _css = rx.asset("canvas.jsx", shared=True), rx.asset("canvas.css", shared=True)


class Canvas(rx.NoSSRComponent):
    """Owns the drawing: ``graph`` is read when ``graph_rev`` changes, so that nothing waits for the server."""

    library = _js.importable_path
    tag = "QbCanvas"
    lib_dependencies: list[str] = ["@xyflow/react@12.12.1"]  # noqa: RUF012 -- Reflex reads it as a default

    specs: rx.Var[list[dict[str, Any]]]
    groups: rx.Var[list[dict[str, Any]]]
    graph: rx.Var[dict[str, Any]]
    graph_rev: rx.Var[int]
    status: rx.Var[dict[str, str]]
    words: rx.Var[dict[str, str]]
    focus: rx.Var[str]
    focus_rev: rx.Var[int]
    texts: rx.Var[dict[str, Any]]
    taken: rx.Var[list[str]]
    read_only: rx.Var[bool]
    color_mode: rx.Var[str]
    height: rx.Var[str]
    on_delta: rx.EventHandler[rx.event.passthrough_event_spec(dict)]  # type: ignore[type-arg, valid-type]
    on_invalid: rx.EventHandler[rx.event.passthrough_event_spec(str)]  # type: ignore[type-arg, valid-type]
    on_select: rx.EventHandler[rx.event.passthrough_event_spec(str)]  # type: ignore[type-arg, valid-type]
    on_deed: rx.EventHandler[rx.event.passthrough_event_spec(str)]  # type: ignore[type-arg, valid-type]

    def add_imports(self) -> dict[str, Any]:
        return {"": [_css.importable_path]}


def canvas(**props: Any) -> rx.Component:
    """``on_delta`` gets ``{rev, put, order, edges}``: changed nodes, the order of all, and every wire.

    ``status`` marks nodes ``error`` or ``warning``; ``focus`` is a node to show when ``focus_rev`` changes;
    ``on_deed`` is ``save`` (Ctrl+S) or ``test`` (Ctrl+Enter).
    """
    return Canvas.create(color_mode=resolved_color_mode, **props)
