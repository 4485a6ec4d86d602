"""Choosing a new password with a link from an administrator."""

import reflex as rx

from quantboard.ui import routes
from quantboard.ui.native_form import native_form
from quantboard.ui.onboarding.entry import entry_frame, new_password
from quantboard.ui.onboarding.join_page import key_field
from quantboard.ui.onboarding.link_state import LinkState
from quantboard.ui.parts.button import button, link_button
from quantboard.ui.parts.empty import notice
from quantboard.ui.text.catalogue import t

PROBLEMS = {"account.passwords_differ": "welcome.differ", "account.weak_password": "welcome.weak"}


def reset_page() -> rx.Component:
    """A plain form: the browser posts it, the answer signs in."""
    return entry_frame(
        rx.el.h1(t("reset.title"), class_name="qb-h1"),
        rx.cond(
            LinkState.is_over,
            rx.fragment(
                notice(t("reset.over"), t("reset.over_text"), kind="warn", id="over", style={"marginTop": "14px"}),
                key_field(),
                rx.el.div(link_button(t("login.go"), href=routes.LOGIN, id="to-login"), style={"marginTop": "16px"}),
            ),
            _form(),
        ),
    )


def _form() -> rx.Component:
    cases = [(code, t(key)) for code, key in PROBLEMS.items()]
    return rx.fragment(
        rx.el.p(
            rx.cond(LinkState.name != "", t("reset.lead", name=LinkState.name), t("join.checking")),
            class_name="qb-lead",
            id="offer",
        ),
        native_form(
            rx.cond(
                LinkState.problem != "",
                notice(
                    t("reset.problem"),
                    rx.match(LinkState.problem, *cases, t("welcome.weak")),
                    kind="bad",
                    id="problem",
                ),
            ),
            rx.el.input(
                type="text",
                name="username",
                auto_complete="username",
                value=LinkState.name,
                read_only=True,
                hidden=True,
            ),
            *new_password(),
            key_field(),
            button(t("reset.go"), id="choose", kind="main", type="submit", disabled=~LinkState.is_checked),
            action="/auth/reset",
            method="post",
        ),
    )
