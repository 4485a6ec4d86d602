"""The orders tab and the log tab of the report."""

from typing import Any

import reflex as rx

from quantboard.ui.backtests.report_orders_state import LogState, OrdersState
from quantboard.ui.backtests.report_rows import LogRow, OrderRow
from quantboard.ui.backtests.report_state import ReportState
from quantboard.ui.backtests.report_tables import choice, clear, days, export, exports, options, side_badge, sorter
from quantboard.ui.parts.badge import badge
from quantboard.ui.parts.card import card
from quantboard.ui.parts.empty import empty, loading
from quantboard.ui.parts.listing import nothing_found, pager
from quantboard.ui.parts.table import Column, cell, number_cell, table, table_row
from quantboard.ui.text.catalogue import t

COLUMNS = (
    ("at", "report.when", False),
    ("symbol", "common.symbol", False),
    ("side", "report.side", False),
    ("units", "report.units", True),
    ("price", "report.price", True),
    ("value", "report.worth", True),
    ("fees", "report.fees_paid", True),
    ("reason", "report.order_reason", False),
)
KIND_LOOKS = {
    "buy": ("quiet", "arrow-up"),
    "sell": ("quiet", "arrow-down"),
    "rejected": ("warn", "ban"),
    "win": ("good", "trending-up"),
    "loss": ("bad", "trending-down"),
    "warning": ("warn", "triangle-alert"),
}


def orders() -> rx.Component:
    """Every order, filled or not, with its reason."""
    state = OrdersState
    none = card(empty("inbox", t("report.no_orders"), t("report.no_orders_why")))
    some = card(
        _order_filters(),
        _refusals(),
        rx.cond(
            state.total > 0,
            rx.fragment(rx.el.div(_order_table(), class_name="qb-table-frame"), pager(state)),
            nothing_found(state),
        ),
        title=t("report.tab_orders"),
        lead=t("report.orders_lead"),
        actions=(exports("orders", state.query),),
        flush=True,
        id="orders",
    )
    shown = rx.cond((state.total == 0) & ~state.is_filtered, none, some)
    return rx.el.div(rx.cond(state.is_loaded, shown, loading(t("common.loading"))), on_mount=state.load)


def _order_filters() -> rx.Component:
    state = OrdersState
    states = [rx.el.option(t(f"report.order_{name}"), value=name) for name in ("filled", "rejected")]
    sides = [rx.el.option(t(f"refusal.{name}"), value=name) for name in ("buy", "sell")]
    return rx.el.div(
        _search(state),
        choice(state, "state", state.state, t("report.all_states"), states),
        _symbols(state),
        choice(state, "side", state.side, t("report.all_sides"), sides),
        *days(state),
        rx.cond(state.is_filtered, clear(state), rx.fragment()),
        class_name="qb-filters qb-filters-in",
    )


def _search(state: Any) -> rx.Component:
    box = rx.debounce_input(
        rx.el.input(
            id="report-search",
            type="search",
            value=state.words,
            on_change=state.seek,
            placeholder=t("report.search"),
            aria_label=t("report.search"),
            class_name="qb-input",
        ),
        debounce_timeout=300,
    )
    return rx.el.div(box, class_name="qb-filter-wide")


def _symbols(state: Any) -> rx.Component:
    return rx.cond(
        state.symbols.length() > 1,
        choice(state, "symbol", state.symbol, t("report.all_symbols"), options(state.symbols)),
        rx.fragment(),
    )


def _refusals() -> rx.Component:
    return rx.cond(
        OrdersState.refusals.length() > 0,
        rx.el.div(
            rx.el.span(t("report.refused"), class_name="qb-sub"),
            rx.foreach(OrdersState.refusals, lambda pair: badge(pair[0] + " · " + pair[1], "warn")),
            class_name="qb-refusals",
            id="refusals",
        ),
        rx.fragment(),
    )


def _order_table() -> rx.Component:
    return rx.el.table(
        rx.el.thead(rx.el.tr(*[sorter(OrdersState, *column) for column in COLUMNS])),
        rx.el.tbody(rx.foreach(OrdersState.rows, _order)),
        class_name="qb-table",
        aria_label=t("report.tab_orders"),
    )


def _order(one: OrderRow) -> rx.Component:
    state = rx.cond(one.is_filled, rx.fragment(), badge(t("report.order_rejected"), "warn", "ban"))
    return table_row(
        cell(one.at, style={"whiteSpace": "nowrap"}),
        cell(rx.el.strong(one.symbol)),
        cell(side_badge(one.is_buy, t("refusal.buy"), t("refusal.sell"))),
        number_cell(one.units),
        number_cell(one.price),
        number_cell(one.value),
        number_cell(one.fees),
        cell(rx.el.div(state, one.reason, class_name="qb-row", style={"gap": "8px"})),
    )


def log() -> rx.Component:
    """What happened, line by line."""
    state = LogState
    heads = [Column(t("report.when")), Column(t("report.kind")), Column(t("common.symbol")), Column(t("report.what"))]
    rows = rx.fragment(table(heads, rx.foreach(state.rows, _line), label=t("report.tab_log")), pager(state))
    href = f"/api/v1/backtests/{ReportState.run_id}/report/log.txt?" + state.query
    text = export("TXT", href, "export-log-txt")
    kinds = [rx.foreach(state.kinds, lambda pair: rx.el.option(pair[1], value=pair[0]))]
    filters = rx.el.div(
        _search(state),
        choice(state, "kind", state.kind, t("report.all_kinds"), kinds),
        _symbols(state),
        *days(state),
        rx.cond(state.is_filtered, clear(state), rx.fragment()),
        class_name="qb-filters qb-filters-in",
    )
    nothing = rx.cond(state.is_filtered, nothing_found(state), empty("scroll-text", t("report.no_log"), ""))
    return rx.el.div(
        rx.cond(
            state.is_loaded,
            card(
                filters,
                rx.cond(state.total > 0, rows, nothing),
                title=t("report.tab_log"),
                lead=t("report.log_lead"),
                actions=(rx.el.div(rx.icon("download", size=14), text, class_name="qb-exports"),),
                flush=True,
                id="log",
            ),
            loading(t("common.loading")),
        ),
        on_mount=state.load,
    )


def _line(line: LogRow) -> rx.Component:
    looks = [(kind, badge(line.word, look, icon)) for kind, (look, icon) in KIND_LOOKS.items()]
    to_chart = rx.el.button(
        line.text,
        type="button",
        class_name="qb-row-button",
        title=t("report.on_chart"),
        on_click=LogState.open_trade(line.trade),
        style={"fontWeight": 400},
    )
    return table_row(
        cell(line.at, style={"whiteSpace": "nowrap"}),
        cell(rx.match(line.kind, *looks, badge(line.word, "quiet"))),
        cell(line.symbol),
        cell(rx.cond(line.trade >= 0, to_chart, line.text)),
    )
