"""One strategy: its code and its parameters, saved as versions."""

from typing import Any

import reflex as rx

from quantboard.ui import routes
from quantboard.ui.parts.badge import badge
from quantboard.ui.parts.button import button, icon_button
from quantboard.ui.parts.card import card, split, stack
from quantboard.ui.parts.dialog import confirm
from quantboard.ui.parts.empty import loading
from quantboard.ui.parts.metric import facts
from quantboard.ui.parts.page_header import page_header
from quantboard.ui.parts.table import Column, cell, number_cell, table, table_row
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
                rx.cond(
                    S.is_changed,
                    badge(t("strategies.unsaved"), "warn", "pencil"),
                    badge(t("strategies.version", n=S.version), "quiet"),
                ),
                rx.fragment(),
            ),
            actions=[
                rx.cond(S.is_mine, _delete(), rx.fragment()),
                rx.cond(
                    S.is_mine,
                    button(t("strategies.save"), id="save", icon="save", on_click=S.save, disabled=~S.is_changed),
                    rx.fragment(),
                ),
                button(t("strategies.backtest_it"), id="backtest-it", icon="play", kind="main", on_click=S.test),
            ],
        ),
        rx.cond(S.is_loaded, split(_code(), _aside()), loading(t("strategies.loading"))),
        gap="0",
    )


def _delete() -> rx.Component:
    return confirm(
        icon_button(t("strategies.delete"), "trash-2", id="delete"),
        title=t("strategies.delete_ask"),
        text=t("strategies.delete_text"),
        go=t("strategies.delete"),
        on_confirm=S.delete,
        danger=True,
        id="delete-strategy",
    )


def _code() -> rx.Component:
    return card(
        code_part(S, height="min(64vh, 640px)", read_only=~S.is_mine, on_save=S.save),
        title=t("strategies.code"),
        lead=t("strategies.code_lead"),
    )


def _aside() -> rx.Component:
    return stack(
        card(stack(name_field(S), param_form(S)), title=t("strategies.parameters")),
        card(
            facts(
                (t("strategies.fact_kind"), kind_badge(FACTS["kind"])),
                (t("strategies.fact_template"), rx.cond(FACTS["template"] != "", FACTS["template"], "–")),
                (t("strategies.fact_saved"), FACTS["saved"]),
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
    return table_row(cell(one.number), cell(rx.el.span(one.params, class_name="qb-mono")), number_cell(one.saved))
