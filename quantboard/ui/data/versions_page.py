"""The versions of one dataset: history, what changed cell by cell, repair, and who uses it."""

from typing import Any

import reflex as rx

from quantboard.ui import routes
from quantboard.ui.data.findings import findings
from quantboard.ui.data.versions_state import CellRow, SymbolRow, UseRow, VersionRow, VersionsState
from quantboard.ui.parts.button import button, link_button
from quantboard.ui.parts.card import card, stack
from quantboard.ui.parts.empty import loading
from quantboard.ui.parts.page_header import page_header
from quantboard.ui.parts.share import missing
from quantboard.ui.parts.table import Column, cell, number_cell, table, table_row
from quantboard.ui.text.catalogue import t


def versions_page() -> rx.Component:
    """History first, then the difference of two versions."""
    state = VersionsState
    crumbs: list[tuple[Any, str]] = [(t("data.title"), routes.DATA), (state.name, f"{routes.DATA}/{state.id}")]
    again = link_button(t("versions.reread"), href=f"{routes.IMPORT}?into={state.id}", id="reread", icon="refresh-cw")
    return stack(
        page_header(
            t("versions.title"),
            t("versions.lead"),
            crumbs=crumbs,
            actions=[rx.cond(state.can_change, again, rx.fragment())],
        ),
        rx.cond(
            state.is_missing,
            missing(routes.DATA, t("data.title")),
            rx.cond(state.is_loaded, _content(), loading(t("common.loading"))),
        ),
    )


def _content() -> rx.Component:
    return stack(_history(), rx.cond(VersionsState.can_change, _repair(), rx.fragment()), _difference(), _uses())


def _history() -> rx.Component:
    columns = [
        Column(t("versions.number"), is_number=True),
        Column(t("versions.made")),
        Column(t("versions.step")),
        Column(t("versions.rows"), is_number=True),
        Column(t("versions.files")),
        Column(t("versions.hash")),
    ]
    rows = rx.foreach(VersionsState.versions, _version)
    return card(table(columns, rows, label=t("versions.title"), id="versions"), flush=True)


def _version(row: VersionRow) -> rx.Component:
    return table_row(
        number_cell(row.number),
        cell(row.made, style={"whiteSpace": "nowrap"}),
        cell(row.step),
        number_cell(row.rows),
        cell(row.files),
        cell(row.hash, class_name="qb-mono"),
        key=row.number,
    )


def _repair() -> rx.Component:
    state = VersionsState
    shown = rx.cond(
        state.repairs.length() > 0,
        stack(
            findings(state.repairs),
            rx.el.div(
                button(t("versions.repair_go"), id="repair-go", icon="wrench", kind="main", on_click=state.repair)
            ),
            gap="12px",
        ),
        rx.el.p(t("versions.repair_none"), class_name="qb-sub", id="repair-none"),
    )
    ask = rx.el.div(button(t("versions.repair_show"), id="repair-show", icon="search", on_click=state.preview_repair))
    return card(rx.cond(state.is_previewed, shown, ask), title=t("versions.repair"), lead=t("versions.repair_lead"))


def _difference() -> rx.Component:
    state = VersionsState
    choices = rx.el.div(
        _select("before", t("versions.from"), state.before, state.choose_before),
        _select("after", t("versions.to"), state.after, state.choose_after),
        class_name="qb-row",
        style={"gap": "16px", "padding": "12px 14px", "alignItems": "end"},
    )
    same = rx.el.p(t("versions.same"), class_name="qb-sub", style={"padding": "4px 14px 14px", "margin": "0"})
    return card(
        choices,
        rx.cond(state.symbols.length() > 0, stack(_by_symbol(), _cells(), gap="0"), same),
        title=t("versions.changed"),
        lead=t("versions.changed_lead"),
        flush=True,
    )


def _select(name: str, label: Any, value: Any, on_change: Any) -> rx.Component:
    options = rx.foreach(VersionsState.numbers, lambda one: rx.el.option(one, value=one))
    return rx.el.label(
        rx.el.span(label, class_name="qb-sub"),
        rx.el.select(options, id=f"version-{name}", value=value, on_change=on_change, class_name="qb-input qb-select"),
        style={"display": "grid", "gap": "4px", "minWidth": "120px"},
    )


def _by_symbol() -> rx.Component:
    columns = [
        Column(t("common.symbol")),
        Column(t("versions.added"), is_number=True),
        Column(t("versions.removed"), is_number=True),
        Column(t("versions.changed_bars"), is_number=True),
        Column(t("versions.columns")),
    ]
    return table(columns, rx.foreach(VersionsState.symbols, _symbol), label=t("versions.changed"), id="changed-symbols")


def _symbol(row: SymbolRow) -> rx.Component:
    state = VersionsState
    look = rx.el.button(
        row.symbol,
        type="button",
        class_name="qb-row-link",
        on_click=state.look_at(row.symbol),
        aria_pressed=state.symbol == row.symbol,
        style={"background": "none", "border": "0", "padding": "0", "font": "inherit", "cursor": "pointer"},
    )
    return table_row(
        cell(look),
        number_cell(row.added),
        number_cell(row.removed),
        number_cell(row.changed),
        cell(row.columns),
        key=row.symbol,
    )


def _cells() -> rx.Component:
    state = VersionsState
    columns = [
        Column(t("versions.at")),
        Column(t("versions.column")),
        Column(t("versions.kind")),
        Column(t("versions.before"), is_number=True),
        Column(t("versions.after"), is_number=True),
    ]
    pager = rx.el.div(
        rx.el.span(state.span, class_name="qb-sub"),
        button(t("versions.earlier"), id="cells-earlier", icon="chevron-left", on_click=state.earlier),
        button(t("versions.later"), id="cells-later", icon="chevron-right", on_click=state.later),
        class_name="qb-row",
        style={"gap": "12px", "padding": "10px 14px", "alignItems": "center", "flexWrap": "wrap"},
    )
    return stack(
        pager, table(columns, rx.foreach(state.cells, _cell), label=t("versions.changed"), id="changed-cells"), gap="0"
    )


def _cell(row: CellRow) -> rx.Component:
    return table_row(
        cell(row.at, style={"whiteSpace": "nowrap"}),
        cell(row.column),
        cell(row.kind),
        number_cell(row.before),
        number_cell(row.after),
    )


def _uses() -> rx.Component:
    state = VersionsState
    columns = [
        Column(t("versions.run")),
        Column(t("versions.strategy")),
        Column(t("versions.number"), is_number=True),
        Column(t("versions.made")),
    ]
    found = table(columns, rx.foreach(state.uses, _use), label=t("versions.used"), id="uses")
    none = rx.el.p(t("versions.used_none"), class_name="qb-sub", style={"padding": "12px 14px", "margin": "0"})
    return card(rx.cond(state.uses.length() > 0, found, none), title=t("versions.used"), flush=True)


def _use(row: UseRow) -> rx.Component:
    return table_row(
        cell(rx.link(row.name, href=row.href, class_name="qb-row-link")),
        cell(row.strategy),
        number_cell(row.version),
        cell(row.made, style={"whiteSpace": "nowrap"}),
        key=row.href,
    )
