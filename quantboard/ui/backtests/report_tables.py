"""The trades tab and the candles tab of the report, each a way into the other."""

from typing import Any

import reflex as rx

from quantboard.ui.backtests.report_chart_state import ChartState
from quantboard.ui.backtests.report_rows import TradeRow
from quantboard.ui.backtests.report_state import ReportState
from quantboard.ui.backtests.report_trades_state import TradesState
from quantboard.ui.parts.badge import badge
from quantboard.ui.parts.button import button, icon_button
from quantboard.ui.parts.card import card
from quantboard.ui.parts.empty import empty, loading, notice
from quantboard.ui.parts.listing import nothing_found, pager
from quantboard.ui.parts.metric import signed
from quantboard.ui.parts.price_chart.price_chart import price_chart
from quantboard.ui.parts.table import cell, number_cell, table_row
from quantboard.ui.text.catalogue import t

COLUMNS = (
    ("symbol", "common.symbol", False),
    ("side", "report.side", False),
    ("units", "report.units", True),
    ("entry_at", "report.entry", False),
    ("entry_price", "report.price", True),
    ("exit_at", "report.exit", False),
    ("exit_price", "report.price", True),
    ("pnl", "report.pnl", True),
    ("gain", "backtests.return", True),
    ("fees", "report.fees_paid", True),
    ("bars_held", "report.bars", True),
    ("mfe", "report.mfe", True),
    ("mae", "report.mae", True),
    ("reason", "report.reason", False),
)
FORMATS = (("csv", "CSV"), ("xlsx", "Excel"), ("parquet", "Parquet"))


def trades() -> rx.Component:
    """The trades, filtered, sorted and in pages; a click shows one on the candles."""
    state = TradesState
    none = card(empty("list-x", t("report.no_trades"), t("report.no_trades_why")))
    some = card(
        _filters(),
        rx.cond(
            state.total > 0,
            rx.fragment(rx.el.div(_table(), class_name="qb-table-frame"), pager(state)),
            nothing_found(state),
        ),
        title=t("report.tab_trades"),
        lead=t("report.jump"),
        actions=(exports("trades", state.query),),
        flush=True,
        id="trades",
    )
    shown = rx.match(state.n_all, (-1, loading(t("common.loading"))), (0, none), some)
    return rx.el.div(shown, on_mount=state.load)


def exports(name: str, query: Any) -> rx.Component:
    """The chosen rows as a file, which the browser fetches itself."""
    at = f"/api/v1/backtests/{ReportState.run_id}/report/{name}/file?format="
    links = [export(label, f"{at}{kind}&" + query, f"export-{name}-{kind}") for kind, label in FORMATS]
    return rx.el.div(
        rx.icon("download", size=14, aria_hidden="true"),
        *links,
        class_name="qb-exports",
        role="group",
        aria_label=t("report.export"),
    )


def export(label: Any, url: Any, name: str) -> rx.Component:
    """One file to take away."""
    return rx.el.button(label, type="button", id=name, class_name="qb-export", on_click=rx.download(url=url))


def choice(state: Any, field: str, value: Any, label: Any, options: list[rx.Component]) -> rx.Component:
    """A filter by one of several; the first option means all."""
    return rx.el.select(
        rx.el.option(label, value=""),
        *options,
        value=value,
        on_change=lambda chosen: state.choose(field, chosen),
        class_name="qb-input qb-select",
        id=f"by-{field}",
        aria_label=label,
    )


def days(state: Any) -> list[rx.Component]:
    """From a day to a day."""
    return [
        rx.el.input(
            type="date",
            value=value,
            on_change=lambda day, field=field: state.choose(field, day),
            class_name="qb-input qb-day",
            id=f"by-{field}",
            aria_label=t(f"report.{field}"),
            title=t(f"report.{field}"),
        )
        for field, value in (("from_on", state.from_on), ("to_on", state.to_on))
    ]


def options(pairs: Any) -> list[rx.Component]:
    """Options from a var of texts."""
    return [rx.foreach(pairs, lambda one: rx.el.option(one, value=one))]


def _filters() -> rx.Component:
    state = TradesState
    reasons = [rx.foreach(state.reasons, lambda pair: rx.el.option(pair[1], value=pair[0]))]
    sides = [rx.el.option(t(f"report.{side}"), value=side) for side in ("long", "short")]
    outcomes = [rx.el.option(t(f"report.outcome_{one}"), value=one) for one in ("win", "loss", "open")]
    total = rx.el.span(
        t("report.n_chosen", n=state.total), " · ", signed(state.pnl, state.sign), class_name="qb-sub", id="chosen"
    )
    return rx.el.div(
        rx.cond(
            state.symbols.length() > 1,
            choice(state, "symbol", state.symbol, t("report.all_symbols"), options(state.symbols)),
            rx.fragment(),
        ),
        choice(state, "side", state.side, t("report.all_sides"), sides),
        choice(state, "reason", state.reason, t("report.all_reasons"), reasons),
        choice(state, "outcome", state.outcome, t("report.all_outcomes"), outcomes),
        *days(state),
        rx.cond(state.is_filtered, clear(state), rx.fragment()),
        total,
        class_name="qb-filters qb-filters-in",
    )


def clear(state: Any) -> rx.Component:
    """Drop all filters."""
    return button(t("report.clear"), id="clear-filters", icon="x", size="1", kind="quiet", on_click=state.show_all)


def _table() -> rx.Component:
    return rx.el.table(
        rx.el.thead(rx.el.tr(*[sorter(TradesState, *column) for column in COLUMNS])),
        rx.el.tbody(rx.foreach(TradesState.rows, _trade)),
        class_name="qb-table",
        aria_label=t("report.tab_trades"),
    )


def sorter(state: Any, column: str, key: str, is_number: bool) -> rx.Component:
    """A heading that sorts."""
    look = "qb-num" if is_number else ""
    arrow = rx.match(state.sorted_by, (column, " ↑"), (f"-{column}", " ↓"), "")
    way = rx.match(state.sorted_by, (column, "ascending"), (f"-{column}", "descending"), "none")
    press = rx.el.button(
        t(key),
        rx.el.span(arrow, aria_hidden="true"),
        type="button",
        id=f"sort-{column}",
        on_click=state.sort(column),
        class_name="qb-sorter",
    )
    return rx.el.th(press, scope="col", class_name=look, aria_sort=way)


def side_badge(is_long: Any, long: Any, short: Any) -> rx.Component:
    """Long or short, buy or sell: word, arrow and ground."""
    return rx.cond(
        is_long,
        badge(long, "quiet", "arrow-up", style={"background": "var(--qb-gain-a3)"}),
        badge(short, "quiet", "arrow-down", style={"background": "var(--qb-loss-a3)"}),
    )


def _cells(trade: TradeRow, name: Any) -> list[rx.Component]:
    nowrap = {"whiteSpace": "nowrap"}
    return [
        cell(name),
        cell(side_badge(trade.is_long, t("report.long"), t("report.short"))),
        number_cell(trade.units),
        cell(trade.entry_at, style=nowrap),
        number_cell(trade.entry_price),
        cell(trade.exit_at, style=nowrap),
        number_cell(trade.exit_price),
        number_cell(signed(trade.pnl, trade.sign)),
        number_cell(trade.gain),
        number_cell(trade.fees),
        number_cell(trade.bars),
        number_cell(trade.mfe),
        number_cell(trade.mae),
        cell(trade.reason, style=nowrap),
    ]


def _trade(trade: TradeRow) -> rx.Component:
    name = rx.el.button(trade.symbol, type="button", class_name="qb-row-button", title=t("report.on_chart"))
    return table_row(
        *_cells(trade, name),
        class_name=rx.cond(TradesState.picked == trade.index, "qb-clickable qb-picked", "qb-clickable"),
        id="trade-" + trade.index.to_string(),
        on_click=ChartState.show_trade(trade.index),  # the button in it is how a keyboard gets here
    )


def candles() -> rx.Component:
    """The candles of one symbol with entries and exits."""
    state = ChartState
    choose = rx.el.select(
        rx.foreach(state.symbols, lambda symbol: rx.el.option(symbol, value=symbol)),
        value=state.symbol,
        on_change=state.choose_symbol,
        class_name="qb-input qb-select",
        id="chart-symbol",
        aria_label=t("common.symbol"),
        style={"width": "140px"},
    )
    chart = price_chart(
        dataset_id=ReportState.dataset_id,
        symbol=state.symbol,
        markers=state.marks,
        focus=state.focus,
        first_day=state.first_day,
        last_day=state.last_day,
        on_mark=state.press,
    )
    hidden = rx.el.div(
        notice(t("sharing.data_hidden"), t("sharing.data_hidden_text"), id="data-hidden"),
        style={"padding": "14px 16px"},
    )
    return rx.el.div(
        card(
            rx.foreach(state.trade, _shown_trade),
            rx.cond(ReportState.dataset_id != "", chart, hidden),
            title=t("report.tab_chart"),
            lead=t("report.candles_hint"),
            actions=(
                icon_button(t("report.trade_before"), "chevron-left", id="trade-before", on_click=state.step(-1)),
                icon_button(t("report.trade_after"), "chevron-right", id="trade-after", on_click=state.step(1)),
                choose,
            ),
            flush=True,
            id="candles",
        ),
        on_mount=state.load,
    )


def _shown_trade(trade: TradeRow) -> rx.Component:
    words = rx.fragment(
        trade.entry_at, " @ ", trade.entry_price, " → ", trade.exit_at, rx.cond(trade.exit_price != "", " @ ", ""),
        trade.exit_price,
    )  # fmt: skip
    return rx.el.div(
        rx.el.strong(trade.symbol),
        side_badge(trade.is_long, t("report.long"), t("report.short")),
        rx.el.span(words),
        signed(trade.pnl, trade.sign),
        rx.el.span(trade.gain, class_name="qb-sub"),
        rx.el.span(trade.reason, class_name="qb-sub"),
        button(
            t("report.in_table"), id="in-table", icon="list", size="1", kind="quiet",
            on_click=TradesState.reveal(trade.index),
        ),
        class_name="qb-shown-trade",
        id="shown-trade",
    )  # fmt: skip
