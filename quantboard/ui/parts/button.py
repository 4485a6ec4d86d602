"""Buttons: one main deed a page, the rest quiet. Each has an ``id`` that tests and people find it by."""

from typing import Any

import reflex as rx

Text = str | rx.Var[Any]


def button(label: Text, *, id: str, icon: str | None = None, kind: str = "plain", **props: Any) -> rx.Component:
    """``kind``: ``main``, ``plain``, ``quiet`` or ``danger``; pass ``on_click``, ``disabled``, ``loading``."""
    return rx.button(
        rx.icon(icon, size=15, aria_hidden="true") if icon else rx.fragment(),
        label,
        id=id,
        **{"type": "button", "size": "2", **_LOOK[kind], **props},
    )


def link_button(label: Text, *, href: Any, id: str, icon: str | None = None, kind: str = "plain") -> rx.Component:
    """A button that leads to another page: a real link, so that it opens in a new tab too."""
    return rx.link(
        rx.icon(icon, size=15, aria_hidden="true") if icon else rx.fragment(),
        label,
        href=href,
        id=id,
        underline="none",
        class_name=f"qb-link-button qb-link-{kind}",
    )


def icon_button(label: Text, icon: str, *, id: str, **props: Any) -> rx.Component:
    """A small square button; ``label`` is read aloud and shown on hover."""
    return rx.el.button(
        rx.icon(icon, size=16, aria_hidden="true"),
        **{"id": id, "type": "button", "aria_label": label, "title": label, "class_name": "qb-icon-button", **props},
    )


_LOOK: dict[str, dict[str, Any]] = {
    "main": {"variant": "solid"},
    "plain": {"variant": "surface", "color_scheme": "gray", "high_contrast": True},
    "quiet": {"variant": "ghost", "color_scheme": "gray", "high_contrast": True},
    "danger": {"variant": "soft", "color_scheme": "red", "high_contrast": True},
}
