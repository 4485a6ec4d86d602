"""The pieces of the report: tiles, months, trades, metrics, manifest, code."""

from typing import Any

import reflex as rx

from quantboard.charts.report import MONTHS
from quantboard.ui.backtests import report_view as view
from quantboard.ui.backtests.report_state import ReportState
from quantboard.ui.parts.badge import badge
from quantboard.ui.parts.button import icon_button
from quantboard.ui.parts.card import card, stack
from quantboard.ui.parts.empty import empty, notice
from quantboard.ui.parts.explain import explain_any
from quantboard.ui.parts.metric import facts as fact_list
from quantboard.ui.parts.metric import metric, signed
from quantboard.ui.parts.metric import metrics as strip
from quantboard.ui.parts.price_chart.price_chart import price_chart
from quantboard.ui.parts.share import share_facts
from quantboard.ui.parts.table import Column, cell, number_cell, table, table_row
from quantboard.ui.text.catalogue import CHINESE, LanguageState, t

TILES = (
    ("total_return", "report.total_return", "total_return"),
    ("cagr", "report.cagr", "cagr"),
    ("sharpe", "report.sharpe", "sharpe"),
    ("max_drawdown", "report.max_drawdown", "max_drawdown"),
    ("calmar", "report.calmar", "calmar"),
    ("n_trades", "report.trades", "win_rate"),
    ("profit_factor", "report.profit_factor", "profit_factor"),
    ("turnover", "report.turnover", "turnover"),
)
CHINESE_MONTHS = tuple(f"{month} 月" for month in range(1, 13))
TRADE_COLUMNS = (
    ("symbol", "common.symbol", False),
    ("side", "report.side", False),
    ("units", "report.units", True),
    ("entry_at", "report.entry", False),
    ("", "report.price", True),
    ("exit_at", "report.exit", False),
    ("", "report.price", True),
    ("pnl", "report.pnl", True),
    ("gain", "backtests.return", True),
    ("bars_held", "report.bars", True),
    ("mfe", "report.mfe", True),
    ("mae", "report.mae", True),
    ("reason", "report.reason", False),
)


def tiles() -> rx.Component:
    """The headline numbers."""
    return strip(
        *[
            metric(
                t(label),
                ReportState.tiles[place].value,
                sub=ReportState.tiles[place].sub,
                sign=ReportState.tiles[place].sign if name in ("total_return", "cagr") else None,
                term=term,
                id=f"tile-{name}",
            )
            for place, (name, label, term) in enumerate(TILES)
        ],
        least="max(150px, 22%)",
    )


def month_table() -> rx.Component:
    """Returns by month, years down."""
    is_chinese = LanguageState.language == CHINESE
    months = [
        Column(rx.cond(is_chinese, zh, en), is_number=True) for en, zh in zip(MONTHS, CHINESE_MONTHS, strict=True)
    ]
    heads = [
        Column(t("report.year")),
        *months,
        Column(t("report.total"), is_number=True),
        Column(t("report.benchmark"), is_number=True),
    ]
    return table(heads, rx.foreach(ReportState.months, _year), label=t("report.months"))


def _year(year: view.YearRow) -> rx.Component:
    return table_row(
        cell(year.year),
        rx.foreach(year.cells, lambda month: number_cell(month.text, style=_ground(month))),
        number_cell(year.total.text, style={**_ground(year.total), "fontWeight": 600}),
        number_cell(rx.el.span(year.benchmark, class_name="qb-sub")),
    )


def _ground(month: Any) -> dict[str, Any]:
    return {"background": month.ground, "padding": "6px 10px"}


def trades() -> rx.Component:
    """The trades, sorted and in pages; a click shows one on the candles."""
    return rx.cond(
        ReportState.n_trades == 0,
        card(empty("list-x", t("report.no_trades"), t("report.no_trades_why"))),
        card(
            rx.el.div(_trade_table(), class_name="qb-table-frame"),
            title=t("report.tab_trades"),
            lead=t("report.jump"),
            actions=(_pager(),),
            flush=True,
            id="trades",
        ),
    )


def _trade_table() -> rx.Component:
    return rx.el.table(
        rx.el.thead(rx.el.tr(*[_trade_head(*column) for column in TRADE_COLUMNS])),
        rx.el.tbody(rx.foreach(ReportState.trades, _trade)),
        class_name="qb-table",
        aria_label=t("report.tab_trades"),
    )


def _trade_head(column: str, key: str, is_number: bool) -> rx.Component:
    look = "qb-num" if is_number else ""
    if not column:
        return rx.el.th(t(key), scope="col", class_name=look)
    is_here = ReportState.sorted_by == column
    arrow = rx.cond(is_here, rx.cond(ReportState.is_ascending, " ↑", " ↓"), "")
    return rx.el.th(
        rx.el.button(
            t(key),
            rx.el.span(arrow, aria_hidden="true"),
            type="button",
            id=f"sort-{column}",
            on_click=ReportState.sort(column),
            class_name="qb-sorter",
        ),
        scope="col",
        class_name=look,
        aria_sort=rx.cond(is_here, rx.cond(ReportState.is_ascending, "ascending", "descending"), "none"),
    )


def _trade(trade: view.TradeRow) -> rx.Component:
    side = rx.cond(
        trade.is_long,
        badge(t("report.long"), "quiet", "arrow-up", style={"background": "var(--qb-gain-a3)"}),
        badge(t("report.short"), "quiet", "arrow-down", style={"background": "var(--qb-loss-a3)"}),
    )
    return table_row(
        cell(rx.el.button(trade.symbol, type="button", class_name="qb-row-button", title=t("report.on_chart"))),
        cell(side),
        number_cell(trade.units),
        cell(trade.entry_at, style={"whiteSpace": "nowrap"}),
        number_cell(trade.entry_price),
        cell(trade.exit_at, style={"whiteSpace": "nowrap"}),
        number_cell(trade.exit_price),
        number_cell(signed(trade.pnl, trade.sign)),
        number_cell(trade.gain),
        number_cell(trade.bars),
        number_cell(trade.mfe),
        number_cell(trade.mae),
        cell(trade.reason),
        class_name="qb-clickable",
        on_click=ReportState.show_trade(trade.index),  # the button in it is how a keyboard gets here
    )


def _pager() -> rx.Component:
    first = ReportState.page * view.PAGE + 1
    last = rx.cond(
        (ReportState.page + 1) * view.PAGE < ReportState.n_trades,
        (ReportState.page + 1) * view.PAGE,
        ReportState.n_trades,
    )
    return rx.fragment(
        rx.el.span(t("report.page", first=first, last=last, all=ReportState.n_trades), class_name="qb-sub"),
        icon_button(t("report.newer"), "chevron-left", id="trades-back", on_click=ReportState.turn(-1)),
        icon_button(t("report.older"), "chevron-right", id="trades-next", on_click=ReportState.turn(1)),
    )


def metrics() -> rx.Component:
    """Every metric, n/a with its reason."""
    sides = [
        Column(t("report.metric")),
        *[Column(t(f"report.{key}"), is_number=True) for key in ("all", "long", "short")],
    ]
    return stack(
        rx.el.div(
            rx.foreach(ReportState.account_metrics, _metric_group),
            style={"columns": "3 330px", "columnGap": "16px"},
        ),
        card(
            table(sides, rx.foreach(ReportState.trade_metrics, _trade_metric), label=t("report.by_side")),
            title=t("report.by_side"),
            flush=True,
        ),
    )


def _metric_group(group: view.MetricGroup) -> rx.Component:
    heads = [Column(t("report.metric")), Column(t("report.value"), is_number=True)]
    return rx.el.div(
        card(table(heads, rx.foreach(group.rows, _account_metric), label=group.title), title=group.title, flush=True),
        style={"breakInside": "avoid", "marginBottom": "16px"},
    )


def _name(row: view.MetricRow) -> rx.Component:
    return cell(
        row.name,
        " ",
        explain_any(row.key, row.name),
        rx.cond(row.why != "", rx.el.div(row.why, class_name="qb-sub"), rx.fragment()),
    )


def _account_metric(row: view.MetricRow) -> rx.Component:
    return table_row(_name(row), number_cell(row.all))


def _trade_metric(row: view.MetricRow) -> rx.Component:
    return table_row(
        _name(row),
        number_cell(row.all),
        number_cell(row.long, title=row.why_long),
        number_cell(row.short, title=row.why_short),
    )


def assumptions() -> rx.Component:
    """What decided the result, its fingerprints, and the orders that were refused."""
    facts = rx.el.dl(
        rx.foreach(
            ReportState.manifest,
            lambda fact: rx.fragment(rx.el.dt(fact.name), rx.el.dd(fact.value, class_name="qb-mono")),
        ),
        class_name="qb-facts",
        style={"maxWidth": "760px"},
    )
    refused = card(
        rx.el.ul(rx.foreach(ReportState.rejected, lambda line: rx.el.li(line, class_name="qb-mono"))),
        title=t("report.rejected"),
    )
    return stack(
        card(facts, title=t("report.manifest"), lead=t("report.manifest_lead"), id="manifest"),
        card(
            rx.el.div(fact_list(*share_facts(ReportState)), style={"maxWidth": "760px"}),
            title=t("strategies.facts"),
            id="about",
        ),
        rx.cond(ReportState.rejected.length() > 0, refused, rx.fragment()),
    )


def code() -> rx.Component:
    """The source that ran."""
    hidden = notice(t("sharing.code_hidden"), t("sharing.code_hidden_text", owner=ReportState.owner), id="code-hidden")
    source = rx.el.pre(ReportState.code, class_name="qb-mono", style={"margin": 0, "overflowX": "auto"}, id="code")
    return card(rx.cond(ReportState.is_code_hidden, hidden, source), title=t("report.tab_code"))


def candles() -> rx.Component:
    """The candles of one symbol with entries and exits."""
    choose = rx.el.select(
        rx.foreach(ReportState.chart_symbols, lambda symbol: rx.el.option(symbol, value=symbol)),
        value=ReportState.chart_symbol,
        on_change=ReportState.choose_symbol,
        class_name="qb-input qb-select",
        id="chart-symbol",
        aria_label=t("common.symbol"),
        style={"width": "140px"},
    )
    return card(
        rx.cond(
            ReportState.dataset_id != "",
            price_chart(
                dataset_id=ReportState.dataset_id,
                symbol=ReportState.chart_symbol,
                markers=ReportState.markers,
                focus=ReportState.focus,
            ),
            rx.el.div(
                notice(t("sharing.data_hidden"), t("sharing.data_hidden_text"), id="data-hidden"),
                style={"padding": "14px 16px"},
            ),
        ),
        title=t("report.tab_chart"),
        lead=t("report.candles_hint"),
        actions=(choose,),
        id="candles",
    )
