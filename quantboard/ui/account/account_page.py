"""One's own account: who one is, the password, where one is signed in, keys for programs."""

from typing import Any

import reflex as rx

from quantboard.core.access import Role
from quantboard.ui.account.account_state import AccountState, SessionRow
from quantboard.ui.account.tokens import tokens_card
from quantboard.ui.native_form import native_form
from quantboard.ui.parts.badge import badge
from quantboard.ui.parts.button import button
from quantboard.ui.parts.card import card, stack
from quantboard.ui.parts.dialog import confirm
from quantboard.ui.parts.empty import loading, notice
from quantboard.ui.parts.field import field, field_grid
from quantboard.ui.parts.page_header import page_header
from quantboard.ui.parts.table import Column, cell, table, table_row
from quantboard.ui.text.catalogue import t

S: Any = AccountState
BELOW = {"marginBottom": "14px"}
PROBLEMS = {
    "account.wrong_password": "account.wrong_old",
    "account.passwords_differ": "welcome.differ",
    "account.weak_password": "welcome.weak",
    "account.too_many_tries": "account.wait",
}


def account_page() -> rx.Component:
    """Four cards."""
    return stack(
        page_header(t("account.title"), t("account.lead")),
        rx.cond(
            S.is_loaded,
            stack(_you(), _password(), _sessions(), tokens_card()),
            loading(t("common.loading")),
        ),
        gap="0",
    )


def _you() -> rx.Component:
    return card(
        rx.el.div(
            rx.el.span(S.name[:1], class_name="qb-avatar qb-avatar-large", aria_hidden="true"),
            rx.el.div(
                rx.el.div(
                    rx.el.span(S.name, id="my-name", style={"fontWeight": 600, "fontSize": "15px"}),
                    badge(rx.el.span(_by_role(""), id="my-role"), "info"),
                    class_name="qb-row",
                    style={"gap": "8px"},
                ),
                rx.el.p(_by_role("_may"), class_name="qb-help", style={"margin": "3px 0 0"}),
                rx.cond(
                    S.role != str(Role.ADMIN),
                    rx.el.p(t("account.more"), class_name="qb-help", style={"margin": "0"}),
                ),
            ),
            class_name="qb-row",
            style={"flexWrap": "nowrap", "gap": "14px"},
        ),
    )


def _by_role(suffix: str) -> Any:
    return rx.match(S.role, *[(str(role), t(f"role.{role}{suffix}")) for role in Role], S.role)


def _password() -> rx.Component:
    cases = [(code, t(key)) for code, key in PROBLEMS.items()]
    return card(
        rx.cond(
            S.done == "password",
            notice(t("account.changed"), t("account.changed_text"), kind="good", id="password-changed", style=BELOW),
        ),
        rx.cond(
            S.problem != "",
            notice(
                t("account.unchanged"),
                rx.match(S.problem, *cases, t("welcome.weak")),
                kind="bad",
                id="password-problem",
                style=BELOW,
            ),
        ),
        native_form(
            rx.el.input(
                type="text", name="username", auto_complete="username", value=S.name, read_only=True, hidden=True
            ),
            field_grid(
                _secret("old", auto_complete="current-password"),
                _secret("new", auto_complete="new-password", min_length=10),
                _secret("confirm", auto_complete="new-password"),
                least="220px",
            ),
            rx.el.div(button(t("account.change"), id="change-password", type="submit")),
            action="/auth/password",
            method="post",
            class_name="qb-stack",
        ),
        title=t("account.password"),
        lead=t("account.password_lead"),
    )


def _secret(key: str, **props: Any) -> rx.Component:
    name = {"new": "password"}.get(key, key)
    control = rx.el.input(
        id=f"{key}-password", name=name, type="password", required=True, max_length=256, class_name="qb-input", **props
    )
    help = t("welcome.password_help") if key == "new" else None
    return field(t(f"account.{key}"), control, name=f"{key}-password", help=help)


def _sessions() -> rx.Component:
    heads = [
        Column(t("account.device")),
        Column(t("account.address")),
        Column(t("account.used")),
        Column(t("account.since")),
        Column("", width="110px"),
    ]
    others = S.sessions.length() - 1
    return card(
        table(heads, rx.foreach(S.sessions, _session), label=t("account.sessions"), id="sessions"),
        title=t("account.sessions"),
        lead=t("account.sessions_lead"),
        actions=[
            rx.cond(
                others > 0,
                confirm(
                    button(t("account.end_others"), id="end-others", icon="log-out"),
                    title=t("account.end_others_ask"),
                    text=t("account.end_others_text", n=others),
                    go=t("account.end_others"),
                    on_confirm=S.end_others,
                    danger=True,
                    id="end-others",
                ),
            )
        ],
        flush=True,
    )


def _session(row: rx.Var[SessionRow]) -> rx.Component:
    one: Any = row
    icon = rx.cond(
        one.is_phone,
        rx.icon("smartphone", size=15, aria_hidden="true"),
        rx.icon("monitor", size=15, aria_hidden="true"),
    )
    return table_row(
        cell(
            rx.el.span(
                icon,
                rx.el.span(one.device),
                rx.cond(one.is_here, badge(t("account.here"), "good")),
                class_name="qb-row",
                style={"gap": "8px"},
            )
        ),
        cell(rx.el.span(one.address, class_name="qb-num", style={"textAlign": "start"})),
        cell(rx.el.span(one.used, class_name="qb-num")),
        cell(rx.el.span(one.since, class_name="qb-num")),
        cell(
            confirm(
                button(t("account.end"), id=f"end-{one.id}", size="1"),
                title=t("account.end_ask"),
                text=t("account.end_text", device=one.device, address=one.address),
                go=t("account.end"),
                on_confirm=S.end_session(one.id),
                danger=True,
                id=f"end-{one.id}",
            )
        ),
        key=one.id,
    )
