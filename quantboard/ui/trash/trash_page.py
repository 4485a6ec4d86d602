"""The trash: what was deleted, the way back, and the way out for good."""

from typing import Any

import reflex as rx

from quantboard.ui import routes
from quantboard.ui.parts.badge import badge
from quantboard.ui.parts.button import button, link_button
from quantboard.ui.parts.card import card, stack
from quantboard.ui.parts.dialog import confirm
from quantboard.ui.parts.empty import empty, loading
from quantboard.ui.parts.field import text_field
from quantboard.ui.parts.listing import pager
from quantboard.ui.parts.page_header import page_header
from quantboard.ui.parts.table import Column, cell, number_cell, table, table_row
from quantboard.ui.session import SessionState
from quantboard.ui.text.catalogue import t
from quantboard.ui.trash.trash_state import TrashRow
from quantboard.ui.trash.trash_state import TrashState as S

KINDS = {"dataset": "database", "strategy": "code-xml", "backtest": "chart-line", "setup": "bookmark"}


def trash_page() -> rx.Component:
    """Everything that can come back."""
    return stack(
        page_header(t("trash.title"), t("trash.lead"), actions=[_everybody(), _empty_all()]),
        rx.cond(S.is_loaded, rx.cond(S.rows.length() > 0, _found(), _nothing()), loading(t("common.loading"))),
        _name_question(),
        gap="0",
    )


def _everybody() -> rx.Component:
    return rx.cond(
        SessionState.role == "admin",
        rx.el.label(
            rx.switch(checked=S.everybody, on_change=S.set_everybody, id="everybody", size="1"),
            t("trash.everybody"),
            class_name="qb-switch",
        ),
        rx.fragment(),
    )


def _empty_all() -> rx.Component:
    return rx.cond(
        S.total > 0,
        confirm(
            button(t("trash.empty_all"), id="empty", icon="trash-2", kind="danger"),
            title=t("trash.empty_ask"),
            text=t("trash.empty_all_text", n=S.total),
            go=t("trash.empty_all"),
            on_confirm=S.empty,
            danger=True,
            id="empty",
        ),
        rx.fragment(),
    )


def _nothing() -> rx.Component:
    back = link_button(t("trash.to_data"), href=routes.DATA, id="to-data", kind="main")
    return card(empty("trash-2", t("trash.empty"), t("trash.empty_text"), action=back))


def _found() -> rx.Component:
    heads = [
        Column(t("trash.name")),
        Column(t("trash.kind")),
        Column(t("sharing.owner")),
        Column(t("trash.who")),
        Column(t("trash.when")),
        Column(t("trash.size"), is_number=True),
        Column("", width="1%"),
    ]
    rows: Any = rx.foreach(S.rows, _row)
    return card(table(heads, rows, label=t("trash.title"), id="trash"), pager(S), flush=True)


def _row(row: TrashRow) -> rx.Component:
    kinds = [(kind, badge(t(f"trash.kind_{kind}"), "quiet", icon)) for kind, icon in KINDS.items()]
    return table_row(
        cell(rx.el.b(row.name)),
        cell(rx.match(row.kind, *kinds, badge(row.kind))),
        cell(row.owner),
        cell(row.deleted_by),
        cell(row.deleted_at, style={"whiteSpace": "nowrap"}),
        number_cell(
            row.size,
            rx.cond(row.n_used > 0, rx.el.div(t("trash.in_use", n=row.n_used), class_name="qb-sub"), rx.fragment()),
        ),
        cell(rx.cond(row.can_restore, _deeds(row), rx.fragment())),
        key=row.id,
    )


def _deeds(row: TrashRow) -> rx.Component:
    return rx.el.div(
        button(
            t("trash.restore"),
            id="restore-" + row.id,
            icon="undo-2",
            size="1",
            on_click=S.restore(row.kind, row.id),
        ),
        confirm(
            button(t("trash.purge"), id="purge-" + row.id, size="1", kind="danger"),
            title=t("trash.purge_ask", name=row.name),
            text=t("trash.purge_text", size=row.size),
            go=t("trash.purge"),
            on_confirm=S.purge(row.kind, row.id),
            danger=True,
            id="purge-" + row.id,
        ),
        class_name="qb-row-tools",
    )


def _name_question() -> rx.Component:
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title(t("trash.name_ask"), size="4"),
            rx.dialog.description(t("trash.name_text"), size="2", margin_bottom="12px"),
            text_field(
                t("trash.new_name"), name="new-name", value=S.new_name, on_change=S.set_new_name, error=S.name_error
            ),
            rx.el.div(
                rx.dialog.close(rx.button(t("common.cancel"), variant="soft", color_scheme="gray")),
                rx.button(t("trash.restore"), on_click=S.restore_as, id="restore-as"),
                class_name="qb-dialog-actions",
            ),
            max_width="460px",
        ),
        open=S.asks_name,
        on_open_change=S.close_name,
    )
