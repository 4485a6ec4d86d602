"""The list of datasets."""

from typing import Any

import reflex as rx

from quantboard.ui import routes
from quantboard.ui.data.list_state import DataListState
from quantboard.ui.data.views import DatasetRow
from quantboard.ui.guide import coach
from quantboard.ui.parts.badge import badge
from quantboard.ui.parts.button import button, link_button
from quantboard.ui.parts.card import card, stack
from quantboard.ui.parts.empty import empty, loading
from quantboard.ui.parts.listing import (
    Head,
    bulk_bar,
    delete_cell,
    delete_question,
    first_cell,
    list_table,
    list_tools,
    nothing_found,
    owner_cell,
    pager,
    used_cell,
)
from quantboard.ui.parts.page_header import page_header
from quantboard.ui.parts.table import cell, number_cell, table_row
from quantboard.ui.text.catalogue import t


def data_page() -> rx.Component:
    """Everything that can be tested on."""
    state = DataListState
    return stack(
        page_header(
            t("data.title"),
            t("data.lead"),
            actions=[
                _sample_button(),
                link_button(t("data.import"), href=routes.IMPORT, id="import", icon="upload", kind="main"),
            ],
        ),
        coach("data", topic="cleaning", guide="import"),
        rx.cond(
            state.is_loaded,
            rx.cond((state.rows.length() > 0) | state.is_filtered, _found(), _nothing()),
            loading(t("common.loading")),
        ),
        delete_question(state),
    )


def _sample_button(id: str = "load-sample") -> rx.Component:
    return button(
        t("common.load_sample"),
        id=id,
        icon="package-open",
        on_click=DataListState.load_sample,
        loading=DataListState.is_loading_sample,
    )


def _nothing() -> rx.Component:
    return card(
        empty(
            "database",
            t("data.empty_title"),
            t("data.empty_text"),
            action=link_button(t("data.import"), href=routes.IMPORT, id="import-first", icon="upload", kind="main"),
            other=_sample_button("load-sample-first"),
        )
    )


def _found() -> rx.Component:
    state = DataListState
    heads = [
        Head(t("data.col_name"), "name"),
        Head(t("data.col_symbols")),
        Head(t("data.col_interval"), "interval"),
        Head(t("data.col_rows"), "rows", is_number=True),
        Head(t("data.col_quality"), "findings"),
        Head(t("sharing.owner")),
        Head(t("sharing.used"), is_number=True),
        Head(t("data.col_imported"), "made"),
        Head("", width="1%"),
    ]
    rows: Any = rx.foreach(state.rows, _row)
    return stack(
        list_tools(state, placeholder=t("data.search")),
        card(
            bulk_bar(state),
            rx.cond(
                state.rows.length() > 0,
                rx.fragment(list_table(state, heads, rows, label=t("data.title"), id="datasets"), pager(state)),
                nothing_found(state),
            ),
            flush=True,
        ),
    )


def _row(row: DatasetRow) -> rx.Component:
    state = DataListState
    return table_row(
        first_cell(
            state,
            row,
            rx.link(row.name, href=row.href, class_name="qb-row-link"),
            rx.cond(row.is_sample, badge(t("data.sample"), "info", style={"marginLeft": "8px"}), rx.fragment()),
            rx.el.div(row.source, class_name="qb-sub"),
        ),
        cell(row.symbols),
        cell(row.interval, rx.el.div(row.span, class_name="qb-sub", style={"whiteSpace": "nowrap"})),
        number_cell(row.n_rows),
        cell(
            rx.cond(
                row.n_findings == 0,
                badge(t("data.clean"), "good", "check"),
                badge(t("data.n_findings", n=row.n_findings), "warn", "triangle-alert"),
            )
        ),
        owner_cell(row),
        used_cell(row),
        cell(row.imported, style={"whiteSpace": "nowrap", "fontVariantNumeric": "tabular-nums"}),
        delete_cell(state, row),
        key=row.id,
    )
