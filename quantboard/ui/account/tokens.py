"""The card of API tokens, and the dialog that makes one and shows its secret once."""

from typing import Any

import reflex as rx

from quantboard.core.access import Scope
from quantboard.ui.account.account_state import SECRET, AccountState, TokenRow
from quantboard.ui.parts.badge import badge
from quantboard.ui.parts.button import button
from quantboard.ui.parts.card import card
from quantboard.ui.parts.copy_once import copy_once
from quantboard.ui.parts.dialog import confirm
from quantboard.ui.parts.empty import empty, notice
from quantboard.ui.parts.field import folded, select_field, text_field
from quantboard.ui.parts.table import Column, cell, table, table_row
from quantboard.ui.text.catalogue import t

S: Any = AccountState
EXAMPLE = 'curl -H "Authorization: Bearer $TOKEN" '


def tokens_card() -> rx.Component:
    """Those that work, those that ended folded beneath."""
    heads = [
        Column(t("account.token")),
        Column(t("account.scopes")),
        Column(t("account.expires")),
        Column(t("account.token_used")),
        Column("", width="170px"),
    ]
    new = button(t("account.new_token"), id="new-token", icon="key-round", on_click=S.set_making(True))
    first = button(t("account.new_token"), id="first-token", icon="key-round", kind="main", on_click=S.set_making(True))
    return card(
        rx.cond(
            S.tokens.length() > 0,
            table(heads, rx.foreach(S.tokens, _token), label=t("account.tokens"), id="tokens"),
            empty("key-round", t("account.no_tokens"), t("account.no_tokens_text"), action=first),
        ),
        rx.cond(
            S.ended.length() > 0,
            rx.el.div(
                folded(
                    t("account.ended_tokens", n=S.ended.length()),
                    table(heads[:-1], rx.foreach(S.ended, _ended), label=t("account.ended_tokens", n=S.ended.length())),
                ),
                style={"padding": "0 16px 14px"},
            ),
        ),
        _dialog(),
        title=t("account.tokens"),
        lead=t("account.tokens_lead"),
        actions=[rx.cond(S.tokens.length() > 0, new, rx.fragment())],
        flush=True,
    )


def _token(row: rx.Var[TokenRow]) -> rx.Component:
    one: Any = row
    return table_row(
        *_cells(one),
        cell(
            rx.el.div(
                confirm(
                    button(t("account.renew"), id=f"renew-{one.id}", size="1"),
                    title=t("account.renew_ask", name=one.name),
                    text=t("account.renew_text"),
                    go=t("account.renew"),
                    on_confirm=S.renew_token(one.id),
                    id=f"renew-{one.id}",
                ),
                confirm(
                    button(t("account.revoke"), id=f"revoke-{one.id}", size="1", kind="danger"),
                    title=t("account.revoke_ask", name=one.name),
                    text=t("account.revoke_text"),
                    go=t("account.revoke"),
                    on_confirm=S.revoke_token(one.id),
                    danger=True,
                    id=f"revoke-{one.id}",
                ),
                class_name="qb-row",
                style={"flexWrap": "nowrap", "justifyContent": "flex-end"},
            )
        ),
        key=one.id,
        data_name=one.name,
    )


def _ended(row: rx.Var[TokenRow]) -> rx.Component:
    one: Any = row
    return table_row(*_cells(one), key=one.id)


def _cells(one: Any) -> list[rx.Component]:
    state = rx.match(
        one.state,
        ("active", rx.fragment()),
        ("expired", badge(t("token.expired"), "quiet", "clock")),
        badge(t("token.revoked"), "quiet", "ban"),
    )
    return [
        cell(
            rx.el.span(rx.el.span(one.name, style={"fontWeight": 500}), state, class_name="qb-row"),
            rx.el.div(one.hint, "…", class_name="qb-sub qb-mono"),
            style={"overflowWrap": "anywhere"},
        ),
        cell(rx.el.span(rx.foreach(one.scopes, _scope), class_name="qb-row", style={"gap": "4px"})),
        cell(rx.el.span(one.expires, class_name="qb-num")),
        cell(rx.el.span(one.used, class_name="qb-num")),
    ]


def _scope(scope: Any) -> rx.Component:
    return rx.match(scope, *[(str(one), badge(t(f"scope.{one}"))) for one in Scope], badge(scope))


def _dialog() -> rx.Component:
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title(rx.cond(S.has_secret, t("account.secret"), t("account.new_token")), size="4"),
            rx.dialog.description(
                rx.cond(S.has_secret, t("account.secret_once", expires=S.expires), t("account.new_token_lead")),
                class_name="qb-dialog-lead",
            ),
            rx.el.div(_form(), hidden=S.has_secret),
            rx.el.div(_secret(), hidden=~S.has_secret),
            max_width="520px",
            id="dialog-token",
        ),
        open=S.is_making,
        on_open_change=S.set_making,
    )


def _form() -> rx.Component:
    return rx.el.div(
        rx.cond(S.token_problem != "", notice(S.token_problem, kind="bad", id="token-problem")),
        text_field(
            t("account.token_name"),
            name="token-name",
            value=S.token_name,
            on_change=S.set_token_name,
            placeholder=t("account.token_name_hint"),
            max_length=64,
        ),
        rx.el.fieldset(
            rx.el.legend(t("account.token_scopes"), class_name="qb-label"),
            *[rx.cond(S.allowed[str(scope)], _choice(scope)) for scope in Scope],
            class_name="qb-options",
        ),
        select_field(
            t("account.token_days"),
            name="token-days",
            value=S.days,
            on_change=S.set_days,
            options=[(n, t(f"account.days_{n}")) for n in ("30", "90", "180", "365")],
        ),
        rx.el.div(
            rx.dialog.close(rx.button(t("common.cancel"), variant="soft", color_scheme="gray")),
            button(t("account.make_token"), id="make-token", kind="main", on_click=S.make_token),
            class_name="qb-dialog-actions",
        ),
        class_name="qb-stack",
    )


def _choice(scope: Scope) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            id=f"scope-{scope}",
            checked=S.scopes[str(scope)],
            on_change=lambda is_on: S.set_scope(str(scope), is_on),
        ),
        rx.el.span(
            rx.el.span(t(f"scope.{scope}"), class_name="qb-option-title"),
            rx.el.span(t(f"scope.{scope}_means"), class_name="qb-option-text"),
        ),
        html_for=f"scope-{scope}",
        class_name="qb-option",
    )


def _secret() -> rx.Component:
    return rx.el.div(
        copy_once(SECRET, t("account.token")),
        rx.el.div(
            rx.el.p(t("account.secret_use"), class_name="qb-label"),
            rx.el.code(EXAMPLE, S.router.url.origin, "/api/v1/account", class_name="qb-code-line"),
        ),
        rx.el.div(rx.dialog.close(rx.button(t("people.done"), id="token-done")), class_name="qb-dialog-actions"),
        class_name="qb-stack",
    )
