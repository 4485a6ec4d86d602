"""Home."""

import reflex as rx

from quantboard.ui.parts.card import stack
from quantboard.ui.parts.page_header import page_header
from quantboard.ui.text.catalogue import t


def home_page() -> rx.Component:
    """Where everybody starts."""
    return stack(page_header(t("shell.home")), gap="0")
