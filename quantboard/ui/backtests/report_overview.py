"""What stands above the tabs of the report: flags, tiles, equity with drawdown, months and years."""

from typing import Any

import reflex as rx

from quantboard.charts.report import MONTHS
from quantboard.ui import routes
from quantboard.ui.backtests import report_view as view
from quantboard.ui.backtests.report_card import metric_card
from quantboard.ui.backtests.report_state import ReportState
from quantboard.ui.backtests.report_tabs import TabState
from quantboard.ui.backtests.report_trades_state import TradesState
from quantboard.ui.parts.badge import KINDS
from quantboard.ui.parts.button import button
from quantboard.ui.parts.card import card
from quantboard.ui.parts.empty import notice
from quantboard.ui.parts.figure.figure import STEPS, figure
from quantboard.ui.parts.metric import metrics as strip
from quantboard.ui.parts.metric import signed
from quantboard.ui.parts.table import Column, cell, number_cell, table, table_row
from quantboard.ui.text.catalogue import CHINESE, LanguageState, t

TILES = (
    ("total_return", "report.total_return", "total_return"),
    ("cagr", "report.cagr", "cagr"),
    ("sharpe", "report.sharpe", "sharpe"),
    ("max_drawdown", "report.max_drawdown", "max_drawdown"),
    ("calmar", "report.calmar", "calmar"),
    ("n_trades", "report.trades", "n_trades"),
    ("profit_factor", "report.profit_factor", "profit_factor"),
    ("turnover", "report.turnover", "turnover"),
)
CHINESE_MONTHS = tuple(f"{month} 月" for month in range(1, 13))
FLAG_ICONS = {"bad": "octagon-alert", "warn": "triangle-alert", "quiet": "info"}


def flags() -> rx.Component:
    """The doubts as a line of badges; each opens its explanation."""
    return rx.cond(
        ReportState.flags.length() > 0,
        rx.el.div(
            rx.el.span(t("report.flags"), class_name="qb-sub"),
            rx.foreach(ReportState.flags, _flag),
            class_name="qb-flags",
            id="flags",
            role="group",
            aria_label=t("report.flags"),
        ),
        rx.fragment(),
    )


def _flag(flag: view.FlagRow) -> rx.Component:
    def look(kind: str) -> rx.Component:
        return rx.badge(
            rx.icon(FLAG_ICONS[kind], size=12, aria_hidden="true"),
            flag.name,
            color_scheme=KINDS[kind],
            variant="soft",
            size="2",
            high_contrast=True,
        )

    faces = [(kind, look(kind)) for kind in FLAG_ICONS]
    more = rx.popover.close(
        button(t("report.flag_more"), id="flag-more", size="1", on_click=TabState.set_tab(flag.tab)),
    )
    return rx.popover.root(
        rx.popover.trigger(
            rx.el.button(
                rx.match(flag.kind, *faces, look("quiet")), type="button", class_name="qb-flag", id="flag-" + flag.code
            )
        ),
        rx.popover.content(
            rx.el.p(flag.name, class_name="qb-explain-name"),
            rx.el.p(flag.message, class_name="qb-flag-text"),
            rx.cond(flag.hint != "", rx.el.p(flag.hint, class_name="qb-explain-text"), rx.fragment()),
            rx.el.div(
                rx.cond(flag.tab != "", more, rx.fragment()),
                rx.link(t("help.more"), href=f"{routes.help_topic('report')}#" + t("report.flags_anchor"), size="1"),
                class_name="qb-row",
                style={"marginTop": "10px"},
            ),
            max_width="400px",
            size="2",
        ),
    )


def warnings() -> rx.Component:
    """What the run had to say that no flag tells."""
    return rx.fragment(
        rx.cond(
            ReportState.unfinished != "",
            notice(t("report.unfinished"), t("report.unfinished_text", at=ReportState.unfinished), kind="warn"),
            rx.fragment(),
        ),
        rx.cond(ReportState.warnings.length() > 0, _remarks(), rx.fragment()),
    )


def _remarks() -> rx.Component:
    """One line that unfolds: flags tell what is grave, and the orders tab tells of each order."""
    return rx.el.details(
        rx.el.summary(
            rx.icon("triangle-alert", size=15, aria_hidden="true"),
            rx.match(
                ReportState.warnings.length(),
                (1, ReportState.warnings[0]),
                t("report.n_remarks", n=ReportState.warnings.length()),
            ),
        ),
        rx.el.ul(rx.foreach(ReportState.warnings, lambda warning: rx.el.li(warning))),
        class_name="qb-remarks",
        id="remarks",
    )


def tiles() -> rx.Component:
    """The headline numbers."""
    return strip(
        *[_tile(place, *names) for place, names in enumerate(TILES)],
        least="max(150px, 22%)",
    )


def _tile(place: int, name: str, label: str, key: str) -> rx.Component:
    tile = ReportState.tiles[place]
    shown = signed(tile.value, tile.sign) if name in ("total_return", "cagr") else tile.value
    against = rx.cond(tile.versus != "", rx.el.div(tile.versus, class_name="qb-metric-versus"), rx.fragment())
    return rx.el.div(
        rx.el.div(rx.el.span(t(label)), metric_card(key, t(label)), class_name="qb-metric-label"),
        rx.el.div(shown, class_name="qb-metric-value"),
        against,
        rx.el.div(tile.sub, class_name="qb-metric-sub"),
        class_name="qb-metric",
        id=f"tile-{name}",
    )


def equity() -> rx.Component:
    """Equity against the benchmark, drawdown beneath."""
    state = ReportState
    in_sight = button(
        t("report.trades_in_sight"), id="trades-in-sight", icon="list-filter", size="1", on_click=state.show_seen
    )
    return card(
        figure(
            state.equity,
            label=t("report.equity"),
            is_log=state.is_log,
            steps=[[t(f"report.step_{name.lower()}"), months] for name, months in STEPS] + [[t("report.step_all"), 0]],
            on_point=TradesState.show_at,
            on_range=state.look_at,
        ),
        title=t("report.equity"),
        lead=rx.cond(state.benchmark != "", t("report.equity_against", name=state.benchmark), t("report.equity_alone")),
        actions=(
            rx.cond(state.seen_from != "", in_sight, rx.fragment()),
            rx.cond(state.has_band, _toggle("band", state.is_band, state.show_band), rx.fragment()),
            _toggle("shade", state.is_shaded, state.shade),
            _pair("report.money", "report.percent", state.is_percent, state.set_percent, "scale-percent"),
            _pair("report.linear", "report.log", state.is_log, state.set_log, "scale-log"),
        ),
        id="equity",
    )


def _toggle(name: str, is_on: Any, on_click: Any) -> rx.Component:
    return rx.el.button(
        t(f"report.{name}"),
        type="button",
        id=f"equity-{name}",
        class_name=rx.cond(is_on, "qb-pill qb-pill-here", "qb-pill"),
        aria_pressed=is_on,
        on_click=on_click,
    )


def _pair(off: str, on: str, is_on: Any, on_change: Any, name: str) -> rx.Component:
    return rx.segmented_control.root(
        rx.segmented_control.item(t(off), value="off"),
        rx.segmented_control.item(t(on), value="on"),
        value=rx.cond(is_on, "on", "off"),
        on_change=lambda value: on_change(value == "on"),
        size="1",
        id=name,
    )


def periods() -> rx.Component:
    """Months as a heat map, years as bars."""
    whose = rx.segmented_control.root(
        *[rx.segmented_control.item(t(f"report.months_{name}"), value=name) for name in view.MONTHS_OF],
        value=ReportState.months_of,
        on_change=ReportState.set_months,
        size="1",
        id="months-of",
    )
    actions = (rx.cond(ReportState.benchmark != "", whose, rx.fragment()),)
    return rx.el.div(
        card(_month_table(), title=t("report.months"), actions=actions, flush=True, id="months"),
        card(figure(ReportState.years, label=t("report.years")), title=t("report.years"), id="years"),
        class_name="qb-periods",
    )


def _month_table() -> rx.Component:
    is_chinese = LanguageState.language == CHINESE
    months = [
        Column(rx.cond(is_chinese, zh, en), is_number=True) for en, zh in zip(MONTHS, CHINESE_MONTHS, strict=True)
    ]
    heads = [Column(t("report.year")), *months, Column(t("report.total"), is_number=True)]
    return table(heads, rx.foreach(ReportState.months, _year), label=t("report.months"))


def _year(year: view.YearRow) -> rx.Component:
    return table_row(
        cell(year.year),
        rx.foreach(year.cells, lambda month: number_cell(month.text, style=_ground(month))),
        number_cell(year.total.text, style={**_ground(year.total), "fontWeight": 600}),
    )


def _ground(month: Any) -> dict[str, Any]:
    return {"background": month.ground, "padding": "6px 6px"}
