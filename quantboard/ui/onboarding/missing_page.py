"""The page of addresses that lead nowhere."""

import reflex as rx

from quantboard.ui import routes
from quantboard.ui.parts.button import link_button
from quantboard.ui.parts.empty import empty
from quantboard.ui.text.catalogue import t


def missing_page() -> rx.Component:
    """Why, and the way out."""
    return rx.el.main(
        rx.el.h1(t("error.page_missing"), class_name="sr-only"),
        empty(
            "map-pin-off",
            t("error.page_missing"),
            t("error.page_missing_hint"),
            action=link_button(t("error.go_home"), href=routes.HOME, id="go-home", kind="main"),
        ),
        id="main",
        class_name="qb-entry-main",
        style={"minHeight": "100vh", "justifyContent": "center", "background": "var(--gray-2)"},
    )
