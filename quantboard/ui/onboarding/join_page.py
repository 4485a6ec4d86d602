"""Making one's account with an invitation."""

import reflex as rx

from quantboard.core.access import Role
from quantboard.ui import routes
from quantboard.ui.native_form import native_form
from quantboard.ui.onboarding.entry import entry_field, entry_frame, new_password
from quantboard.ui.onboarding.link_state import LinkState
from quantboard.ui.parts.button import button, link_button
from quantboard.ui.parts.empty import notice
from quantboard.ui.text.catalogue import t

PROBLEMS = {
    "account.passwords_differ": "welcome.differ",
    "account.weak_password": "welcome.weak",
    "account.bad_name": "join.bad_name",
    "account.name_taken": "join.name_taken",
}


def join_page() -> rx.Component:
    """A plain form: the browser posts it, the answer signs in."""
    return entry_frame(
        rx.el.h1(t("join.title"), class_name="qb-h1"),
        rx.cond(LinkState.is_over, _over(), _form()),
    )


def _form() -> rx.Component:
    roles = [(str(role), t(f"role.{role}")) for role in Role]
    meanings = [(str(role), t(f"role.{role}_may")) for role in Role]
    cases = [(code, t(key)) for code, key in PROBLEMS.items()]
    return rx.fragment(
        rx.cond(
            LinkState.role != "",
            rx.el.div(
                rx.el.p(
                    t("join.lead", inviter=LinkState.inviter, role=rx.match(LinkState.role, *roles, "")),
                    class_name="qb-lead",
                ),
                rx.el.p(rx.match(LinkState.role, *meanings, ""), class_name="qb-help", style={"margin": "4px 0 0"}),
                id="offer",
            ),
            rx.el.p(t("join.checking"), class_name="qb-lead"),
        ),
        native_form(
            rx.cond(
                LinkState.problem != "",
                notice(
                    t("welcome.problem"),
                    rx.match(LinkState.problem, *cases, t("welcome.refused")),
                    kind="bad",
                    id="problem",
                ),
            ),
            rx.cond(LinkState.is_signed_in, notice(t("join.signed_in"), kind="warn")),
            entry_field(
                "welcome.name",
                name="name",
                help_key="welcome.name_help",
                auto_complete="username",
                min_length=2,
                max_length=64,
                default_value=LinkState.name,
                auto_focus=True,
            ),
            *new_password(),
            key_field(),
            button(t("join.go"), id="join", kind="main", type="submit", disabled=~LinkState.is_checked),
            action="/auth/join",
            method="post",
        ),
    )


def _over() -> rx.Component:
    return rx.fragment(
        notice(t("join.over"), t("join.over_text"), kind="warn", id="over", style={"marginTop": "14px"}),
        key_field(),
        rx.el.div(link_button(t("login.go"), href=routes.LOGIN, id="to-login"), style={"marginTop": "16px"}),
    )


def key_field() -> rx.Component:
    """Where the script of ``LinkState`` puts the link's key."""
    return rx.el.input(type="hidden", name="key", id="key")
