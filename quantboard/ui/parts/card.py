"""A card: one subject, its heading, its content."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

Text = str | rx.Var[Any]


def card(
    *content: rx.Component,
    title: Text | None = None,
    lead: Text | None = None,
    actions: Sequence[rx.Component] = (),
    flush: bool = False,
    **props: Any,
) -> rx.Component:
    """``flush`` lets a table or a chart reach the card's edges."""
    head = (
        rx.el.div(
            rx.el.div(
                rx.el.h2(title, class_name="qb-h2"),
                rx.el.p(lead, class_name="qb-lead") if lead is not None else rx.fragment(),
            ),
            rx.el.div(*actions, class_name="qb-actions") if actions else rx.fragment(),
            class_name="qb-card-head",
        )
        if title is not None
        else rx.fragment()
    )
    kind = "qb-card qb-card-flush" if flush else "qb-card"
    extra = props.pop("class_name", "")
    return rx.el.section(head, rx.el.div(*content, class_name="qb-card-body"), class_name=f"{kind} {extra}", **props)


def stack(*content: rx.Component, gap: str = "16px", **props: Any) -> rx.Component:
    """Things below each other, evenly spaced."""
    return rx.el.div(*content, class_name="qb-stack", style={"gap": gap}, **props)


def row(*content: rx.Component, **props: Any) -> rx.Component:
    """Things beside each other, wrapping on narrow screens."""
    return rx.el.div(*content, class_name="qb-row", **props)


def columns(*content: rx.Component, least: str = "280px", **props: Any) -> rx.Component:
    """Equal columns, as many as fit, none narrower than ``least``."""
    style = {"gridTemplateColumns": f"repeat(auto-fit, minmax(min({least}, 100%), 1fr))"}
    return rx.el.div(*content, class_name="qb-columns", style=style, **props)


def split(main: rx.Component, aside: rx.Component, **props: Any) -> rx.Component:
    """A wide part and a narrow one beside it that stays in sight; below each other on phones."""
    return rx.el.div(
        rx.el.div(main, class_name="qb-split-main"),
        rx.el.aside(aside, class_name="qb-split-aside"),
        class_name="qb-split",
        **props,
    )
