"""The first account of a fresh installation."""

import reflex as rx

from quantboard.ui.native_form import native_form
from quantboard.ui.onboarding.entry import entry_field, entry_frame, new_password
from quantboard.ui.onboarding.entry_state import EntryState
from quantboard.ui.parts.button import button
from quantboard.ui.parts.empty import notice
from quantboard.ui.text.catalogue import t

PROBLEMS = {
    "account.passwords_differ": "welcome.differ",
    "account.wrong_token": "welcome.token",
    "account.first_exists": "welcome.exists",
    "account.weak_password": "welcome.weak",
}


def welcome_page() -> rx.Component:
    """A plain form: the browser posts it, the answer signs in."""
    cases = [(code, t(key)) for code, key in PROBLEMS.items()]
    return entry_frame(
        rx.el.h1(t("welcome.title"), class_name="qb-h1"),
        rx.el.p(t("welcome.lead"), class_name="qb-lead"),
        native_form(
            rx.cond(
                EntryState.problem != "",
                notice(
                    t("welcome.problem"),
                    rx.match(EntryState.problem, *cases, t("welcome.refused")),
                    kind="bad",
                    id="problem",
                ),
            ),
            entry_field(
                "welcome.name",
                name="name",
                help_key="welcome.name_help",
                auto_complete="username",
                min_length=2,
                max_length=64,
                default_value=EntryState.name,
                auto_focus=True,
            ),
            *new_password(),
            rx.el.input(type="hidden", name="token", value=EntryState.token, read_only=True),
            button(t("welcome.go"), id="create-account", kind="main", type="submit"),
            action="/auth/first",
            method="post",
        ),
    )
