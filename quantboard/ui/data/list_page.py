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
from quantboard.ui.parts.page_header import page_header
from quantboard.ui.parts.table import Column, cell, number_cell, table, table_row
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
            rx.cond((state.rows.length() > 0) | (state.words != ""), _found(), _nothing()),
            loading(t("common.loading")),
        ),
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
    search = rx.debounce_input(
        rx.el.input(
            id="search",
            type="search",
            value=state.words,
            on_change=state.search,
            placeholder=t("data.search"),
            aria_label=t("data.search"),
            class_name="qb-input",
        ),
        debounce_timeout=250,
    )
    columns = [
        Column(t("data.col_name")),
        Column(t("data.col_symbols")),
        Column(t("data.col_interval")),
        Column(t("data.col_rows"), is_number=True),
        Column(t("data.col_span")),
        Column(t("data.col_quality")),
        Column(t("data.col_imported")),
    ]
    rows: Any = rx.foreach(state.rows, _row)
    return stack(
        rx.el.div(search, style={"maxWidth": "380px"}),
        card(
            rx.cond(
                state.rows.length() > 0,
                table(columns, rows, label=t("data.title"), id="datasets"),
                empty(
                    "search-x",
                    t("data.nothing_found", words=state.words),
                    t("data.nothing_found_text"),
                    action=button(t("data.clear_search"), id="clear-search", on_click=state.search("")),
                ),
            ),
            flush=True,
        ),
    )


def _row(row: DatasetRow) -> rx.Component:
    return table_row(
        rx.el.td(
            rx.link(row.name, href=row.href, class_name="qb-row-link"),
            rx.cond(row.is_sample, badge(t("data.sample"), "info", style={"marginLeft": "8px"}), rx.fragment()),
            rx.cond(row.is_shared, badge(t("data.shared"), style={"marginLeft": "8px"}), rx.fragment()),
            rx.el.div(row.source, class_name="qb-sub"),
        ),
        cell(row.symbols),
        cell(row.interval),
        number_cell(row.n_rows),
        cell(row.span, style={"whiteSpace": "nowrap", "fontVariantNumeric": "tabular-nums"}),
        cell(
            rx.cond(
                row.n_findings == 0,
                badge(t("data.clean"), "good", "check"),
                badge(t("data.n_findings", n=row.n_findings), "warn", "triangle-alert"),
            )
        ),
        cell(row.imported, style={"whiteSpace": "nowrap", "fontVariantNumeric": "tabular-nums"}),
        key=row.id,
    )
