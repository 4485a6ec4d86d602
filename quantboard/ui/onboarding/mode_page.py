"""Beginner or expert: two cards that say what changes."""

import reflex as rx

from quantboard.ui.parts.badge import badge
from quantboard.ui.parts.card import stack
from quantboard.ui.parts.page_header import page_header
from quantboard.ui.session import BEGINNER, EXPERT, SessionState
from quantboard.ui.text.catalogue import t


def mode_page() -> rx.Component:
    """The first thing after the first sign-in; later the account menu switches."""
    return stack(
        page_header(t("mode.title"), t("mode.lead")),
        rx.el.div(_choice(BEGINNER, "compass"), _choice(EXPERT, "gauge"), class_name="qb-choices"),
        gap="0",
    )


def _choice(mode: str, icon: str) -> rx.Component:
    points = [
        rx.el.li(rx.icon("check", size=14, aria_hidden="true"), rx.el.span(t(f"mode.{mode}_{i}"))) for i in (1, 2, 3)
    ]
    return rx.el.button(
        rx.el.div(rx.icon(icon, size=20, aria_hidden="true"), class_name="qb-empty-icon", style={"margin": "0"}),
        rx.el.span(
            rx.el.span(t(f"mode.{mode}"), class_name="qb-choice-title"),
            badge(t(f"mode.{mode}_tag")),
            class_name="qb-row",
        ),
        rx.el.ul(*points),
        rx.el.span(
            t(f"mode.{mode}_go"), rx.icon("arrow-right", size=15, aria_hidden="true"), class_name="qb-choice-go"
        ),
        type="button",
        id=f"mode-{mode}",
        class_name="qb-choice",
        on_click=SessionState.choose_mode(mode),
    )
