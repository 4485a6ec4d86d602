"""The risk tab and the exposure tab of the report."""

from typing import Any

import reflex as rx

from quantboard.core.backtest.views.spread import PERIODS
from quantboard.ui.backtests.report_exposure_state import ExposureState
from quantboard.ui.backtests.report_risk_state import RiskState
from quantboard.ui.backtests.report_rows import FallRow, HeldRow
from quantboard.ui.backtests.report_tables import side_badge
from quantboard.ui.backtests.report_trades_state import TradesState
from quantboard.ui.parts.card import card, columns, stack
from quantboard.ui.parts.empty import empty, loading
from quantboard.ui.parts.explain import explain
from quantboard.ui.parts.figure.figure import figure
from quantboard.ui.parts.table import Column, cell, number_cell, table, table_row
from quantboard.ui.text.catalogue import t

WINDOWS = ("1m", "3m", "6m", "1y")


def risk() -> rx.Component:
    """Moving ratios, the spread of returns, the deepest drawdowns, excursions of the trades."""
    state = RiskState
    parts = stack(_rolling(), columns(_spread(), _falls(), least="460px"), _points())
    return rx.el.div(
        rx.cond(state.spread.length() > 0, parts, loading(t("common.loading"))),
        on_mount=state.load,
    )


def _rolling() -> rx.Component:
    state = RiskState
    window = rx.segmented_control.root(
        *[
            rx.cond(
                state.windows.contains(name),
                rx.segmented_control.item(t(f"report.window_{name}"), value=name),
                rx.fragment(),
            )
            for name in WINDOWS
        ],
        value=state.window,
        on_change=state.set_window,
        size="1",
        id="rolling-window",
    )
    none = empty("chart-line", t("report.too_short"), t("report.too_short_why"))
    return card(
        rx.cond(state.window != "", figure(state.rolled, label=t("report.rolling")), none),
        title=t("report.rolling"),
        lead=t("report.rolling_lead"),
        actions=(rx.cond(state.window != "", window, rx.fragment()),),
        id="rolling",
    )


def _spread() -> rx.Component:
    state = RiskState
    per = rx.segmented_control.root(
        *[rx.segmented_control.item(t(f"report.per_{name}"), value=name) for name in PERIODS],
        value=state.per,
        on_change=state.set_per,
        size="1",
        id="spread-per",
    )
    facts = rx.el.dl(
        rx.foreach(state.spread_facts, lambda fact: rx.el.div(rx.el.dt(fact[0]), rx.el.dd(fact[1]))),
        class_name="qb-fact-grid",
    )
    return card(
        figure(state.spread, label=t("report.spread")),
        facts,
        title=t("report.spread"),
        actions=(per,),
        id="spread",
    )


def _falls() -> rx.Component:
    heads = [
        Column("#"),
        Column(t("report.fall_first")),
        Column(t("report.fall_trough")),
        Column(t("report.fall_last")),
        Column(t("report.fall_depth"), is_number=True),
        Column(t("report.bars"), is_number=True),
    ]
    none = empty("trending-up", t("report.no_falls"), t("report.no_falls_why"))
    rows = table(heads, rx.foreach(RiskState.falls, _fall), label=t("report.falls"))
    return card(
        rx.cond(RiskState.falls.length() > 0, rows, none),
        title=t("report.falls"),
        lead=t("report.falls_lead"),
        flush=True,
        id="falls",
    )


def _fall(fall: FallRow) -> rx.Component:
    return table_row(
        cell(rx.el.button(fall.rank, type="button", class_name="qb-row-button", title=t("report.falls_lead"))),
        cell(fall.first),
        cell(fall.trough),
        cell(fall.last),
        number_cell(rx.el.span(fall.depth, class_name="qb-loss")),
        number_cell(fall.n_bars),
        class_name="qb-clickable",
        on_click=TradesState.show_between(fall.from_on, fall.to_on),
    )


def _points() -> rx.Component:
    state = RiskState
    none = empty("list-x", t("report.no_closed"), t("report.no_closed_why"))
    return card(
        rx.cond(
            state.n_points > 0,
            figure(state.points, label=t("report.excursions"), on_point=state.press),
            none,
        ),
        title=rx.fragment(t("report.excursions"), " ", explain("average_mae")),
        lead=rx.cond(
            state.n_closed > state.n_points,
            t("report.excursions_some", n=state.n_points, all=state.n_closed),
            t("report.excursions_lead"),
        ),
        id="excursions",
    )


def exposure() -> rx.Component:
    """How much was at work, in what, over time and on a day."""
    state = ExposureState
    parts = stack(
        card(
            figure(state.exposure, label=t("report.exposure"), on_point=state.press),
            title=t("report.exposure"),
            lead=t("report.exposure_lead"),
            id="exposure",
        ),
        rx.cond(
            state.has_parts,
            card(
                figure(state.parts, label=t("report.parts"), on_point=state.press),
                title=t("report.parts"),
                lead=t("report.parts_lead"),
                id="parts",
            ),
            rx.fragment(),
        ),
        _held(),
    )
    return rx.el.div(
        rx.cond(state.exposure.length() > 0, parts, loading(t("common.loading"))),
        on_mount=state.load,
    )


def _held() -> rx.Component:
    state = ExposureState
    day = rx.el.input(
        type="date",
        value=state.on,
        min=state.first_day,
        max=state.last_day,
        on_change=state.look_at,
        class_name="qb-input qb-day",
        id="held-on",
        aria_label=t("report.held_on"),
    )
    heads = [
        Column(t("common.symbol")),
        Column(t("report.side")),
        *[Column(t(f"report.{key}"), is_number=True) for key in ("units", "price", "worth", "weight")],
    ]
    none = empty("wallet", t("report.nothing_held"), t("report.nothing_held_why"))
    boxes = rx.el.div(rx.foreach(state.held, _box), class_name="qb-treemap", role="img", aria_label=t("report.treemap"))
    some = rx.fragment(
        rx.el.div(boxes, style={"padding": "14px 16px 6px"}),
        table(heads, rx.foreach(state.held, _holding), label=t("report.held")),
    )
    return card(
        rx.cond(state.held.length() > 0, some, none),
        title=t("report.held"),
        lead=t("report.held_lead", at=state.at, equity=state.equity, cash=state.cash),
        actions=(day,),
        flush=True,
        id="held",
    )


def _box(one: HeldRow) -> rx.Component:
    text = rx.cond(one.is_large, rx.fragment(rx.el.strong(one.symbol), rx.el.span(one.weight)), rx.fragment())
    style: Any = {"left": one.left, "top": one.top, "width": one.width, "height": one.height}
    side = rx.cond(one.is_long, "qb-box qb-box-long", "qb-box qb-box-short")
    shown = rx.el.div(
        rx.el.div(text, class_name=side, title=one.symbol + "  " + one.weight), class_name="qb-box-frame", style=style
    )
    return rx.cond(one.has_box, shown, rx.fragment())


def _holding(one: HeldRow) -> rx.Component:
    return table_row(
        cell(rx.el.strong(one.symbol)),
        cell(side_badge(one.is_long, t("report.long"), t("report.short"))),
        number_cell(one.units),
        number_cell(one.price),
        number_cell(one.value),
        number_cell(one.weight),
    )
