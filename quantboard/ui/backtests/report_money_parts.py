"""The breakdown tab and the costs tab of the report."""

from typing import Any

import reflex as rx

from quantboard.ui.backtests.report_breakdown_state import MOST_ROWS, BreakdownState, CostsState
from quantboard.ui.backtests.report_rows import GroupRow
from quantboard.ui.backtests.report_trades_state import TradesState
from quantboard.ui.parts.card import card, columns, stack
from quantboard.ui.parts.empty import empty, loading, notice
from quantboard.ui.parts.explain import explain
from quantboard.ui.parts.figure.figure import figure
from quantboard.ui.parts.metric import signed
from quantboard.ui.parts.table import Column, cell, number_cell, table, table_row
from quantboard.ui.text.catalogue import t

NUMBERS = ("n_closed", "win_rate", "pnl", "share", "average", "profit_factor", "best", "worst", "bars")


def breakdown() -> rx.Component:
    """Who earned it: by symbol, exit reason and side."""
    state = BreakdownState
    some = rx.cond(
        state.n_symbols > MOST_ROWS, t("report.some_symbols", n=MOST_ROWS, all=state.n_symbols), t("report.group_lead")
    )
    parts = stack(
        _groups("side", state.by_side, t("report.by_side"), t("report.group_lead")),
        _groups("reason", state.by_reason, t("report.by_reason"), t("report.group_lead")),
        _groups("symbol", state.by_symbol, t("report.by_symbol"), some),
    )
    none = card(empty("list-x", t("report.no_trades"), t("report.no_trades_why")))
    shown = rx.cond(state.n_symbols > 0, parts, none)
    return rx.el.div(rx.cond(state.is_loaded, shown, loading(t("common.loading"))), on_mount=state.load)


def _groups(key: str, rows: Any, title: Any, lead: Any) -> rx.Component:
    heads = [
        Column(t(f"report.{key}") if key != "symbol" else t("common.symbol")),
        *[Column(t(f"report.{name}"), is_number=True) for name in NUMBERS],
        Column(t("report.open_pnl"), is_number=True),
    ]
    return card(
        table(heads, rx.foreach(rows, lambda group: _group(group, key)), label=title),
        title=title,
        lead=lead,
        flush=True,
        id=f"by-{key}-table",
    )


def _group(group: GroupRow, key: str) -> rx.Component:
    bar = rx.el.div(
        class_name=rx.cond(group.sign >= 0, "qb-share qb-share-gain", "qb-share qb-share-loss"),
        style={"width": group.width},
    )
    return table_row(
        cell(rx.el.button(group.name, type="button", class_name="qb-row-button", title=t("report.group_lead"))),
        number_cell(group.n),
        number_cell(group.win_rate),
        number_cell(signed(group.pnl, group.sign), bar),
        number_cell(group.share),
        number_cell(group.average),
        number_cell(group.profit_factor),
        number_cell(group.best),
        number_cell(group.worst),
        number_cell(group.bars),
        number_cell(group.open),
        class_name="qb-clickable",
        on_click=TradesState.show_group(key, group.key),
    )


def costs() -> rx.Component:
    """What it cost, and what other costs and delays would make of it."""
    state = CostsState
    facts = rx.el.dl(
        rx.foreach(state.facts, lambda fact: rx.fragment(rx.el.dt(fact[0]), rx.el.dd(fact[1]))), class_name="qb-facts"
    )
    none = empty("piggy-bank", t("report.no_costs"), t("report.no_costs_why"))
    parts = stack(
        columns(
            card(facts, title=t("report.costs"), id="costs"),
            card(
                rx.cond(state.has_costs, figure(state.years, label=t("report.costs_by_year")), none),
                title=t("report.costs_by_year"),
                id="costs-by-year",
            ),
            least="380px",
        ),
        columns(_map(), _delays(), least="420px"),
    )
    return rx.el.div(
        rx.cond(state.facts.length() > 0, parts, loading(t("common.loading"))),
        on_mount=state.load,
    )


def _map() -> rx.Component:
    state = CostsState
    unchecked = empty("scale", t("report.unchecked"), t("report.unchecked_why"))
    shown = rx.fragment(
        notice(state.break_even, kind="info", id="break-even"), figure(state.map, label=t("report.map"))
    )
    return card(
        rx.cond(state.has_map, shown, unchecked),
        title=t("report.map"),
        lead=t("report.map_lead"),
        id="cost-map",
    )


def _delays() -> rx.Component:
    state = CostsState
    unchecked = empty("timer", t("report.unchecked"), t("report.unchecked_why"))
    return card(
        rx.cond(state.has_delays, figure(state.delays, label=t("report.delays")), unchecked),
        title=rx.fragment(t("report.delays"), " ", explain("lookahead")),
        lead=t("report.delays_lead"),
        id="delays",
    )
