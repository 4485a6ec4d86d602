"""One strategy: its code and its parameters, saved as versions."""

from typing import Any

import reflex as rx

from quantboard.ui import routes
from quantboard.ui.parts.badge import badge
from quantboard.ui.parts.button import button
from quantboard.ui.parts.card import card, split, stack
from quantboard.ui.parts.dialog import confirm
from quantboard.ui.parts.empty import loading, notice
from quantboard.ui.parts.listing import delete_question
from quantboard.ui.parts.metric import facts
from quantboard.ui.parts.page_header import page_header
from quantboard.ui.parts.share import delete_button, missing, share_button, share_facts, shared_badge
from quantboard.ui.parts.table import Column, cell, number_cell, table, table_row
from quantboard.ui.session import SessionState
from quantboard.ui.strategies.edit_state import EditState as S
from quantboard.ui.strategies.edit_state import VersionRow
from quantboard.ui.strategies.editor_parts import code_part, name_field, param_form
from quantboard.ui.strategies.list_page import kind_badge
from quantboard.ui.text.catalogue import t

FACTS: Any = S.facts


def edit_page() -> rx.Component:
    """Code on the left, parameters and history beside it."""
    return stack(
        page_header(
            rx.cond(S.is_loaded, S.saved_name, t("strategies.title")),
            t("strategies.edit_lead"),
            crumbs=((t("strategies.title"), routes.STRATEGIES),),
            badge=rx.cond(
                S.is_loaded,
                rx.fragment(
                    rx.cond(
                        S.is_changed & S.can_change,
                        badge(t("strategies.unsaved"), "warn", "pencil"),
                        badge(t("strategies.version", n=S.version), "quiet"),
                    ),
                    shared_badge(S),
                ),
                rx.fragment(),
            ),
            actions=[
                delete_button(S),
                share_button(S),
                rx.cond(
                    S.can_change,
                    button(t("strategies.save"), id="save", icon="save", on_click=S.save, disabled=~S.is_changed),
                    rx.cond(
                        S.is_loaded & (SessionState.role != "viewer"),
                        button(t("sharing.copy"), id="copy", icon="copy", on_click=S.copy),
                        rx.fragment(),
                    ),
                ),
                rx.cond(
                    S.is_missing,
                    rx.fragment(),
                    button(t("strategies.backtest_it"), id="backtest-it", icon="play", kind="main", on_click=S.test),
                ),
            ],
        ),
        stack(
            _not_yours(),
            _conflict(),
            rx.cond(
                S.is_missing,
                missing(routes.STRATEGIES, t("strategies.title")),
                rx.cond(S.is_loaded, split(_code(), _aside()), loading(t("strategies.loading"))),
            ),
        ),
        delete_question(S),
        gap="0",
    )


def _not_yours() -> rx.Component:
    return rx.cond(
        S.is_loaded & ~S.can_change,
        notice(t("sharing.read_only", owner=S.owner), t("sharing.read_only_text"), id="read-only"),
        rx.fragment(),
    )


def _conflict() -> rx.Component:
    """Two people or two tabs saved: both texts are there, the person decides."""
    theirs = confirm(
        button(t("conflict.theirs"), id="take-theirs"),
        title=t("conflict.theirs_ask"),
        text=t("conflict.theirs_text"),
        go=t("conflict.theirs"),
        on_confirm=S.take_theirs,
        danger=True,
        id="take-theirs",
    )
    return rx.cond(
        S.conflict != "",
        notice(
            t("conflict.title"),
            rx.fragment(rx.el.p(S.conflict), rx.el.p(t("conflict.text"))),
            kind="warn",
            hint=rx.el.div(
                button(t("conflict.mine"), id="keep-mine", kind="main", on_click=S.keep_mine),
                button(t("conflict.copy"), id="copy-mine", on_click=S.copy),
                theirs,
                button(t("common.cancel"), id="decide-later", kind="quiet", on_click=S.decide_later),
                class_name="qb-actions",
                style={"marginTop": "10px"},
            ),
            id="conflict",
        ),
        rx.fragment(),
    )


def _code() -> rx.Component:
    return card(
        code_part(S, height="min(64vh, 640px)", read_only=~S.can_change, on_save=S.save),
        title=t("strategies.code"),
        lead=t("strategies.code_lead"),
    )


def _aside() -> rx.Component:
    return stack(
        card(
            rx.el.fieldset(stack(name_field(S), param_form(S)), disabled=~S.can_change, class_name="qb-plain-fields"),
            title=t("strategies.parameters"),
        ),
        card(
            facts(
                (t("strategies.fact_kind"), kind_badge(FACTS["kind"])),
                (t("strategies.fact_template"), rx.cond(FACTS["template"] != "", FACTS["template"], "–")),
                *share_facts(S),
                (
                    t("strategies.fact_digest"),
                    rx.el.span(FACTS["digest"][:12], title=FACTS["digest"], class_name="qb-mono"),
                ),
            ),
            title=t("strategies.facts"),
        ),
        card(
            table(
                [Column(t("strategies.col_version"), width="1%"), Column(t("strategies.col_params")), Column("", True)],
                rx.foreach(S.history, _version),
                label=t("strategies.history"),
            ),
            title=t("strategies.history"),
            flush=True,
        ),
    )


def _version(one: VersionRow) -> rx.Component:
    return table_row(
        cell(one.number, class_name="qb-numbered"),
        cell(rx.el.span(one.params, class_name="qb-mono")),
        number_cell(one.saved, rx.el.div(one.saved_by, class_name="qb-sub")),
    )
