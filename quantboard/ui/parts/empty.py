"""Nothing here yet: why, and the one next step."""

from typing import Any

import reflex as rx

Text = str | rx.Var[Any]


def empty(
    icon: str, title: Text, sentence: Text, *, action: rx.Component | None = None, other: rx.Component | None = None
) -> rx.Component:
    """One sentence why, one primary ``action``, at most one ``other``."""
    return rx.el.div(
        rx.el.div(rx.icon(icon, size=22, aria_hidden="true"), class_name="qb-empty-icon"),
        rx.el.p(title, class_name="qb-empty-title"),
        rx.el.p(sentence, class_name="qb-empty-text"),
        rx.el.div(action or rx.fragment(), other or rx.fragment(), class_name="qb-actions")
        if action
        else rx.fragment(),
        class_name="qb-empty",
    )


def loading(label: Text) -> rx.Component:
    """Something is on its way."""
    return rx.el.div(rx.spinner(size="2"), rx.el.span(label), class_name="qb-loading", role="status")


def notice(title: Text, text: Any = None, *, kind: str = "info", hint: Any = None, **props: Any) -> rx.Component:
    """A sentence in the page's flow: ``kind`` is ``info``, ``good``, ``warn`` or ``bad``."""
    icon = {"info": "info", "good": "circle-check", "warn": "triangle-alert", "bad": "circle-alert"}[kind]
    return rx.el.div(
        rx.icon(icon, size=17, aria_hidden="true"),
        rx.el.div(
            rx.el.p(title, class_name="qb-notice-title"),
            rx.el.div(text, class_name="qb-notice-text") if text is not None else rx.fragment(),
            rx.el.div(hint, class_name="qb-notice-hint") if hint is not None else rx.fragment(),
        ),
        class_name=f"qb-notice qb-notice-{kind}",
        role="alert" if kind == "bad" else "status",
        **props,
    )
