"""Numbers to look at: tiles, and signed values whose direction shows without colour too."""

from typing import Any

import reflex as rx

from quantboard.ui.parts.explain import explain

Text = str | rx.Var[Any]


def metric(
    label: Text, value: Text, *, sub: Any = None, sign: Any = None, term: str | None = None, **props: Any
) -> rx.Component:
    """One tile; ``sign`` (−1, 0, 1) colours the value, ``term`` adds the glossary card of that term."""
    return rx.el.div(
        rx.el.div(rx.el.span(label), explain(term) if term else rx.fragment(), class_name="qb-metric-label"),
        rx.el.div(signed(value, sign) if sign is not None else value, class_name="qb-metric-value"),
        rx.el.div(sub, class_name="qb-metric-sub") if sub is not None else rx.fragment(),
        class_name="qb-metric",
        **props,
    )


def metrics(*tiles: rx.Component, least: str = "150px") -> rx.Component:
    """A strip of tiles."""
    style = {"gridTemplateColumns": f"repeat(auto-fit, minmax(min({least}, 100%), 1fr))"}
    return rx.el.div(*tiles, class_name="qb-metrics", style=style)


def signed(text: Text, sign: Any) -> rx.Component:
    """A number with its direction as colour and glyph; ``sign`` is −1, 0 or 1, plain or a Var."""
    if isinstance(sign, int):
        glyph, look = {1: ("▲", "qb-gain"), -1: ("▼", "qb-loss")}.get(sign, ("", ""))
    else:
        glyph = rx.cond(sign > 0, "▲", rx.cond(sign < 0, "▼", ""))
        look = rx.cond(sign > 0, "qb-gain", rx.cond(sign < 0, "qb-loss", ""))
    return rx.el.span(rx.el.span(glyph, class_name="qb-glyph", aria_hidden="true"), text, class_name=look)


def facts(*pairs: tuple[Text, Any]) -> rx.Component:
    """Names and values in two columns: assumptions, a manifest, a summary."""
    lines = [part for name, value in pairs for part in (rx.el.dt(name), rx.el.dd(value))]
    return rx.el.dl(*lines, class_name="qb-facts")
