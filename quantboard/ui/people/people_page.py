"""People: who may sign in, with what role; invitations."""

from typing import Any

import reflex as rx

from quantboard.core.access import Role
from quantboard.ui.parts.badge import badge
from quantboard.ui.parts.button import button, icon_button
from quantboard.ui.parts.card import card, stack
from quantboard.ui.parts.dialog import confirm
from quantboard.ui.parts.empty import empty, loading
from quantboard.ui.parts.page_header import page_header
from quantboard.ui.parts.table import Column, cell, table, table_row
from quantboard.ui.people.dialogs import dialogs, role_word
from quantboard.ui.people.people_state import InvitationRow, PeopleState, PersonRow
from quantboard.ui.text.catalogue import t

S: Any = PeopleState
ROLE_KINDS = {Role.ADMIN: "info", Role.REVIEWER: "good", Role.RESEARCHER: "quiet", Role.VIEWER: "quiet"}


def people_page() -> rx.Component:
    """For administrators; others are told so."""
    return stack(
        page_header(
            t("people.title"), t("people.lead"), actions=[rx.cond(S.is_refused, rx.fragment(), _invite("invite"))]
        ),
        rx.cond(
            S.is_loaded,
            rx.cond(
                S.is_refused,
                empty("lock", t("people.refused"), t("people.refused_text")),
                stack(_people(), _alone(), _invitations()),
            ),
            loading(t("common.loading")),
        ),
        dialogs(),
        gap="0",
    )


def _invite(id: str) -> rx.Component:
    return button(t("people.invite"), id=id, icon="user-plus", kind="main", on_click=S.open("invite", ""))


def _people() -> rx.Component:
    columns = [
        Column(t("people.name")),
        Column(t("people.role")),
        Column(t("people.state")),
        Column(t("people.seen")),
        Column(t("people.joined")),
        Column("", width="48px"),
    ]
    found = table(columns, rx.foreach(S.rows, _person), label=t("people.title"), id="people")
    return card(
        rx.cond(
            S.n_people > 5,
            rx.el.div(_search(), style={"padding": "0 16px 12px"}),
        ),
        rx.cond(
            S.rows.length() > 0,
            found,
            empty("search-x", t("people.nobody_found"), t("people.nobody_found_text")),
        ),
        flush=True,
    )


def _search() -> rx.Component:
    return rx.debounce_input(
        rx.el.input(
            id="people-search",
            type="search",
            value=S.words,
            on_change=S.search,
            placeholder=t("people.search"),
            aria_label=t("people.search"),
            class_name="qb-input",
            style={"maxWidth": "320px", "marginTop": "12px"},
        ),
        debounce_timeout=250,
    )


def _person(row: rx.Var[PersonRow]) -> rx.Component:
    person: Any = row
    return table_row(
        cell(
            rx.el.span(
                rx.el.span(person.name[:1], class_name="qb-avatar", aria_hidden="true"),
                rx.el.span(person.name, style={"fontWeight": 500, "overflowWrap": "anywhere"}),
                rx.cond(person.is_me, badge(t("people.you"))),
                class_name="qb-row",
                style={"flexWrap": "nowrap"},
            )
        ),
        cell(_role_badge(person.role)),
        cell(
            rx.cond(
                person.is_active,
                badge(t("people.active"), "good", "check"),
                badge(t("people.inactive"), "bad", "ban"),
            )
        ),
        cell(rx.el.span(person.seen, class_name="qb-num")),
        cell(rx.el.span(person.joined, class_name="qb-num")),
        cell(_menu(person)),
        key=person.id,
        data_name=person.name,
        style=rx.cond(person.is_active, {}, {"color": "var(--gray-11)"}),
    )


def _role_badge(role: Any) -> rx.Component:
    return rx.match(role, *[(str(one), badge(t(f"role.{one}"), kind)) for one, kind in ROLE_KINDS.items()], badge(role))


def _menu(person: Any) -> rx.Component:
    return rx.menu.root(
        rx.menu.trigger(icon_button(t("people.actions_of", name=person.name), "ellipsis", id=f"actions-{person.id}")),
        rx.menu.content(
            _deed("role", "shield", person),
            _deed("rename", "pencil", person),
            rx.cond(person.is_active, _deed("reset", "key-round", person)),
            rx.cond(person.is_active, _deed("sign_out", "log-out", person)),
            _deed("transfer", "arrow-right-left", person),
            rx.cond(
                person.is_me,
                rx.fragment(),
                rx.fragment(
                    rx.menu.separator(),
                    rx.cond(
                        person.is_active,
                        _deed("deactivate", "user-x", person, color_scheme="red"),
                        rx.menu.item(
                            rx.icon("user-check", size=14, aria_hidden="true"),
                            t("people.do_reactivate"),
                            on_click=S.reactivate(person.id),
                            custom_attrs={"data-deed": "reactivate"},
                        ),
                    ),
                ),
            ),
        ),
    )


def _deed(name: str, icon: str, person: Any, **props: Any) -> rx.Component:
    return rx.menu.item(
        rx.icon(icon, size=14, aria_hidden="true"),
        t(f"people.do_{name}"),
        on_click=S.open(name, person.id),
        custom_attrs={"data-deed": name},
        **props,
    )


def _alone() -> rx.Component:
    return rx.cond(
        (S.n_people == 1) & (S.invited.length() == 0),
        card(empty("users-round", t("people.alone"), t("people.alone_text"), action=_invite("invite-first"))),
    )


def _invitations() -> rx.Component:
    columns = [
        Column(t("people.for")),
        Column(t("people.role")),
        Column(t("people.state")),
        Column(t("people.expires")),
        Column(t("people.by")),
        Column("", width="110px"),
    ]
    return rx.cond(
        S.invited.length() > 0,
        card(
            table(columns, rx.foreach(S.invited, _invitation), label=t("people.invitations"), id="invitations"),
            title=t("people.invitations"),
            lead=t("people.invitations_lead"),
            flush=True,
        ),
    )


def _invitation(row: rx.Var[InvitationRow]) -> rx.Component:
    one: Any = row
    return table_row(
        cell(
            rx.cond(one.note != "", one.note, rx.el.span("—", aria_hidden="true")),
            rx.cond(one.used_by != "", rx.el.div(t("people.joined_as", name=one.used_by), class_name="qb-sub")),
            style={"overflowWrap": "anywhere"},
        ),
        cell(role_word(one.role)),
        cell(
            rx.match(
                one.state,
                ("open", badge(t("invitation.open"), "good", "link")),
                ("used", badge(t("invitation.used"), "quiet", "check")),
                ("expired", badge(t("invitation.expired"), "quiet", "clock")),
                badge(t("invitation.revoked"), "quiet", "ban"),
            )
        ),
        cell(rx.el.span(one.expires, class_name="qb-num")),
        cell(one.by),
        cell(
            rx.cond(
                one.state == "open",
                confirm(
                    button(t("people.withdraw"), id=f"withdraw-{one.id}", size="1"),
                    title=t("people.withdraw_ask"),
                    text=t("people.withdraw_text"),
                    go=t("people.withdraw"),
                    on_confirm=S.withdraw(one.id),
                    danger=True,
                    id=f"withdraw-{one.id}",
                ),
            )
        ),
        key=one.id,
    )
