"""The look of the pages before the sign-in: words at the left, one form at the right."""

from typing import Any

import reflex as rx

from quantboard.ui.parts.field import field
from quantboard.ui.text.catalogue import t
from quantboard.ui.theme import art, mark
from quantboard.ui.topbar import language_switch, theme_switch

PROMISES = (
    ("welcome.promise_data", "database"),
    ("welcome.promise_strategy", "code-xml"),
    ("welcome.promise_backtest", "fingerprint"),
)


def entry_frame(*form: rx.Component) -> rx.Component:
    """The same for signing in and for the first account."""
    return rx.el.div(
        rx.el.div(
            art(),
            rx.el.div(mark(), rx.el.span(t("shell.product")), class_name="qb-brand"),
            rx.el.div(
                rx.el.h2(t("login.lead")),
                *[
                    rx.el.p(rx.icon(icon, size=17, aria_hidden="true"), rx.el.span(t(key)), class_name="qb-promise")
                    for key, icon in PROMISES
                ],
                class_name="qb-entry-words",
            ),
            class_name="qb-entry-side",
        ),
        rx.el.main(
            rx.el.div(
                rx.el.div(mark(), rx.el.span(t("shell.product")), class_name="qb-brand"),
                language_switch(),
                theme_switch(),
                class_name="qb-entry-tools",
            ),
            rx.el.div(*form, class_name="qb-entry-form"),
            id="main",
            class_name="qb-entry-main",
            custom_attrs={"data-hydrated": rx.State.is_hydrated.to_string()},
        ),
        class_name="qb-entry",
    )


def entry_field(key: str, *, name: str, help_key: str | None = None, **props: Any) -> rx.Component:
    """An uncontrolled field: the browser keeps and sends it, and its password manager knows it."""
    control = rx.el.input(id=name, name=name, required=True, class_name="qb-input", **props)
    return field(t(key), control, name=name, help=t(help_key) if help_key else None)


def new_password() -> list[rx.Component]:
    """The new password, twice."""
    return [
        entry_field(
            "welcome.password",
            name="password",
            help_key="welcome.password_help",
            type="password",
            auto_complete="new-password",
            min_length=10,
            max_length=256,
        ),
        entry_field("welcome.confirm", name="confirm", type="password", auto_complete="new-password"),
    ]
