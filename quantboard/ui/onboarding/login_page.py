"""Signing in."""

import reflex as rx

from quantboard.ui.native_form import native_form
from quantboard.ui.onboarding.entry import entry_field, entry_frame
from quantboard.ui.onboarding.entry_state import EntryState
from quantboard.ui.parts.button import button
from quantboard.ui.parts.empty import notice
from quantboard.ui.text.catalogue import t


def login_page() -> rx.Component:
    """A plain form: the browser posts it."""
    return entry_frame(
        rx.el.h1(t("login.title"), class_name="qb-h1"),
        native_form(
            rx.match(
                EntryState.problem,
                ("", rx.fragment()),
                ("account.too_many_tries", notice(t("login.throttled"), kind="warn", id="problem")),
                notice(t("login.failed"), kind="bad", id="problem"),
            ),
            entry_field("login.name", name="name", auto_complete="username", auto_focus=True),
            entry_field("login.password", name="password", type="password", auto_complete="current-password"),
            rx.el.input(type="hidden", name="next", value=EntryState.next, read_only=True),
            button(t("login.go"), id="sign-in", kind="main", type="submit"),
            rx.el.p(t("login.forgotten"), class_name="qb-help"),
            action="/auth/login",
            method="post",
        ),
    )
