"""The head of a page: where one is, its one ``h1``, and what can be done."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

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
        _trail(crumbs) if crumbs else rx.fragment(),
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


def _trail(crumbs: Sequence[tuple[Text, str]]) -> rx.Component:
    steps: list[rx.Component] = [rx.icon("chevron-left", size=13, aria_hidden="true")]
    for number, (label, href) in enumerate(crumbs):
        if number:
            steps.append(rx.el.span("/", aria_hidden="true"))
        steps.append(rx.link(label, href=href, class_name="qb-crumb"))
    return rx.el.nav(*steps, class_name="qb-crumbs", aria_label="Breadcrumb")
