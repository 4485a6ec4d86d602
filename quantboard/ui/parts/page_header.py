"""The head of a page: where one is, its one ``h1``, and what can be done."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from quantboard.ui.text.catalogue import t

Text = str | rx.Var[Any]


def page_header(
    title: Text,
    lead: Text | None = None,
    *,
    actions: Sequence[rx.Component] = (),
    crumbs: Sequence[tuple[Text, str]] = (),
    badge: rx.Component | None = None,
) -> rx.Component:
    """``crumbs`` are (label, href) of the pages above this one; ``actions`` are buttons, the main one last."""
    return rx.el.header(
        _trail(crumbs, title) if crumbs else rx.fragment(),
        rx.el.div(
            rx.el.div(
                rx.el.div(
                    rx.el.h1(title, class_name="qb-h1", id="page-title"),
                    badge or rx.fragment(),
                    class_name="qb-row",
                ),
                rx.el.p(lead, class_name="qb-lead") if lead is not None else rx.fragment(),
                class_name="qb-page-head-text",
            ),
            rx.el.div(*actions, class_name="qb-actions") if actions else rx.fragment(),
            class_name="qb-page-head-line",
        ),
        class_name="qb-page-head",
    )


def _trail(crumbs: Sequence[tuple[Text, str]], title: Text) -> rx.Component:
    steps: list[rx.Component] = []
    for label, href in crumbs:
        steps.append(rx.el.li(rx.link(label, href=href, class_name="qb-crumb")))
    here: dict[str, Any] = {"aria_current": "page"}
    steps.append(rx.el.li(rx.el.span(title, class_name="qb-crumb-here", **here)))
    return rx.el.nav(rx.el.ol(*steps), class_name="qb-crumbs", aria_label=t("shell.crumbs"))
