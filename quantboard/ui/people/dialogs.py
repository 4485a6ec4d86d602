"""The dialogs of the page of people; one is open at a time, each names whom it is about."""

from typing import Any

import reflex as rx

from quantboard.core.access import Role
from quantboard.ui.parts.button import button
from quantboard.ui.parts.copy_once import copy_once
from quantboard.ui.parts.empty import notice
from quantboard.ui.parts.field import field, select_field, text_field
from quantboard.ui.parts.metric import facts
from quantboard.ui.people.people_state import LINK, PeopleState
from quantboard.ui.text.catalogue import t

S: Any = PeopleState


def dialogs() -> rx.Component:
    """All of them, closed."""
    return rx.fragment(_invite(), _role(), _rename(), _reset(), _sign_out(), _transfer(), _deactivate())


def role_word(role: Any) -> rx.Component:
    """A role in the tab's language."""
    return rx.match(role, *[(str(one), t(f"role.{one}")) for one in Role], role)


def _dialog(name: str, title: Any, lead: Any, *content: rx.Component) -> rx.Component:
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title(title, size="4"),
            rx.dialog.description(lead, class_name="qb-dialog-lead"),
            rx.cond(S.problem != "", notice(S.problem, kind="bad", id="dialog-problem")),
            *content,
            max_width="520px",
            id=f"dialog-{name}",
            class_name="qb-people-dialog",
        ),
        open=S.dialog == name,
        on_open_change=S.set_dialog,
    )


def _actions(name: str, on_click: Any, *, kind: str = "main", **props: Any) -> rx.Component:
    return rx.el.div(
        rx.dialog.close(rx.button(t("common.cancel"), variant="soft", color_scheme="gray")),
        button(t(f"people.{name}_go"), id=f"{name}-go", kind=kind, on_click=on_click, **props),
        class_name="qb-dialog-actions",
    )


def _roles() -> rx.Component:
    def choice(role: Role) -> rx.Component:
        return rx.el.label(
            rx.el.input(
                type="radio",
                name="role",
                value=str(role),
                checked=S.role == str(role),
                on_change=S.set_role(str(role)),
                id=f"role-{role}",
            ),
            rx.el.span(
                rx.el.span(t(f"role.{role}"), class_name="qb-option-title"),
                rx.el.span(t(f"role.{role}_may"), class_name="qb-option-text"),
            ),
            html_for=f"role-{role}",
            class_name="qb-option",
        )

    return rx.el.fieldset(
        rx.el.legend(t("people.role"), class_name="qb-label"),
        *[choice(role) for role in Role],
        class_name="qb-options",
    )


def _link(form: rx.Component) -> rx.Component:
    """The form, then the link that it made; the box is there from the start, so that the link finds it."""
    return rx.fragment(
        rx.el.div(form, hidden=S.has_link),
        rx.el.div(
            copy_once(LINK, t("people.link")),
            rx.el.div(
                rx.dialog.close(rx.button(t("people.done"), id="link-done")),
                class_name="qb-dialog-actions",
            ),
            hidden=~S.has_link,
        ),
    )


def _lead(name: str) -> Any:
    return rx.cond(S.has_link, t("people.link_once", expires=S.expires), t(f"people.{name}_lead"))


def _invite() -> rx.Component:
    form = rx.el.div(
        _roles(),
        text_field(
            t("people.invite_note"),
            name="invite-note",
            value=S.text,
            on_change=S.set_text,
            help=t("people.invite_note_help"),
            max_length=120,
        ),
        select_field(
            t("people.invite_days"),
            name="invite-days",
            value=S.days,
            on_change=S.set_days,
            options=[(n, t(f"people.days_{n}")) for n in ("1", "7", "30")],
        ),
        _actions("invite", S.invite),
        class_name="qb-stack",
    )
    return _dialog("invite", t("people.invite_title"), _lead("invite"), _link(form))


def _role() -> rx.Component:
    title = t("people.role_title", name=S.subject.name)
    unchanged = S.role == S.subject.role
    return _dialog(
        "role",
        title,
        t("people.role_lead"),
        rx.el.div(_roles(), _actions("role", S.change_role, disabled=unchanged), class_name="qb-stack"),
    )


def _rename() -> rx.Component:
    return _dialog(
        "rename",
        t("people.rename_title", name=S.subject.name),
        t("people.rename_lead"),
        rx.el.div(
            text_field(t("people.rename_new"), name="new-name", value=S.text, on_change=S.set_text, max_length=64),
            _actions("rename", S.rename),
            class_name="qb-stack",
        ),
    )


def _reset() -> rx.Component:
    title = t("people.reset_title", name=S.subject.name)
    return _dialog("reset", title, _lead("reset"), _link(_actions("reset", S.make_reset_link)))


def _sign_out() -> rx.Component:
    return _dialog(
        "sign_out",
        t("people.sign_out_title", name=S.subject.name),
        t("people.sign_out_text", n=S.n_sessions),
        _actions("sign_out", S.sign_out, kind="danger"),
    )


def _transfer() -> rx.Component:
    who = rx.el.select(
        rx.el.option(t("people.transfer_choose"), value=""),
        rx.foreach(S.takers, lambda pair: rx.el.option(pair[1], value=pair[0])),
        id="taker",
        value=S.taker,
        on_change=S.set_taker,
        class_name="qb-input qb-select",
    )
    lead = rx.cond(
        S.n_owned > 0,
        t("people.transfer_lead", owned=S.n_owned, name=S.subject.name),
        t("people.transfer_nothing", name=S.subject.name),
    )
    return _dialog(
        "transfer",
        t("people.transfer_title", name=S.subject.name),
        lead,
        rx.el.div(
            field(t("people.transfer_to"), who, name="taker"),
            _actions("transfer", S.transfer, disabled=(S.taker == "") | (S.n_owned == 0)),
            class_name="qb-stack",
        ),
    )


def _deactivate() -> rx.Component:
    return _dialog(
        "deactivate",
        t("people.deactivate_title", name=S.subject.name),
        t("people.deactivate_text"),
        facts(
            (t("people.ends_sessions"), S.n_sessions),
            (t("people.ends_tokens"), S.n_tokens),
            (t("people.stays_owned"), S.n_owned),
        ),
        _actions("deactivate", S.deactivate, kind="danger"),
    )
