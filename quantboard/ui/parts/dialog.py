"""Asking before something that cannot be undone, or that changes much."""

from typing import Any

import reflex as rx

from quantboard.ui.text.catalogue import t

Text = str | rx.Var[Any]


def confirm(  # noqa: PLR0913 -- all by name
    trigger: rx.Component,
    *,
    title: Text,
    text: Any,
    go: Text,
    on_confirm: Any,
    danger: bool = False,
    id: str,
) -> rx.Component:
    """``trigger`` opens it; ``go`` is the deed in a word, never just "OK". The button's id is ``<id>-go``."""
    return rx.alert_dialog.root(
        rx.alert_dialog.trigger(trigger),
        _content(title, text, go, on_confirm, danger, id),
    )


def confirm_when(  # noqa: PLR0913 -- all by name
    is_open: Any,
    on_open_change: Any,
    *,
    title: Text,
    text: Any,
    go: Text,
    on_confirm: Any,
    danger: bool = False,
    id: str,
) -> rx.Component:
    """The same, opened by a state var: for use in menus, which close and would take their dialog along."""
    return rx.alert_dialog.root(
        _content(title, text, go, on_confirm, danger, id), open=is_open, on_open_change=on_open_change
    )


def _content(title: Text, text: Any, go: Text, on_confirm: Any, danger: bool, id: str) -> rx.Component:
    return rx.alert_dialog.content(
        rx.alert_dialog.title(title, size="4"),
        rx.alert_dialog.description(text, size="2"),
        rx.el.div(
            rx.alert_dialog.cancel(rx.button(t("common.cancel"), variant="soft", color_scheme="gray")),
            rx.alert_dialog.action(
                rx.button(go, on_click=on_confirm, color_scheme="red" if danger else "iris", id=f"{id}-go")
            ),
            class_name="qb-dialog-actions",
        ),
        max_width="440px",
    )


def dialog(trigger: rx.Component, *content: rx.Component, title: Text, lead: Text | None = None) -> rx.Component:
    """A window over the page; closes with Esc."""
    return rx.dialog.root(
        rx.dialog.trigger(trigger),
        rx.dialog.content(
            rx.dialog.title(title, size="4"),
            rx.dialog.description(lead, size="2", color_scheme="gray") if lead is not None else rx.fragment(),
            *content,
            max_width="560px",
        ),
    )
