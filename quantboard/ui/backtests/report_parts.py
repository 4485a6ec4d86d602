"""The still tabs of the report: metrics, assumptions with the manifest, code."""

from typing import Any

import reflex as rx

from quantboard.ui import routes
from quantboard.ui.backtests import report_view as view
from quantboard.ui.backtests.report_card import metric_card
from quantboard.ui.backtests.report_state import ReportState
from quantboard.ui.parts.button import link_button
from quantboard.ui.parts.card import card, columns, stack
from quantboard.ui.parts.empty import notice
from quantboard.ui.parts.metric import facts as fact_list
from quantboard.ui.parts.share import share_facts
from quantboard.ui.parts.table import Column, cell, number_cell, table, table_row
from quantboard.ui.text.catalogue import t


def metrics() -> rx.Component:
    """Every metric, n/a with its reason; trades and positions by side."""
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
            table(sides, rx.foreach(ReportState.trade_metrics, _trade_metric), label=t("report.sides")),
            title=t("report.sides"),
            flush=True,
            id="sides",
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
        metric_card(row.key, row.name),
        rx.cond(row.why != "", rx.el.div(row.why, class_name="qb-sub"), rx.fragment()),
        rx.cond(row.interval != "", rx.el.div(row.interval, class_name="qb-sub"), rx.fragment()),
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
    """What was assumed, in words; what decided the result, with its fingerprints."""
    words = rx.el.ul(
        rx.foreach(ReportState.assumptions, lambda line: rx.el.li(line)), class_name="qb-assumptions", id="in-words"
    )
    return stack(
        columns(
            card(words, title=t("report.assumptions"), lead=t("report.assumptions_lead"), id="assumptions"),
            card(
                rx.el.div(fact_list(*share_facts(ReportState)), style={"maxWidth": "760px"}),
                title=t("strategies.facts"),
                id="about",
            ),
            least="380px",
        ),
        card(_manifest(), title=t("report.manifest"), lead=t("report.manifest_lead"), id="manifest"),
    )


def _manifest() -> rx.Component:
    def line(fact: Any) -> rx.Component:
        return rx.el.div(rx.el.dt(fact.name), rx.el.dd(fact.value, class_name="qb-mono"))

    return rx.el.dl(rx.foreach(ReportState.manifest, line), class_name="qb-fact-grid qb-manifest")


def code() -> rx.Component:
    """The source that ran, as it was then, and the way to what the strategy is now."""
    hidden = notice(t("sharing.code_hidden"), t("sharing.code_hidden_text", owner=ReportState.owner), id="code-hidden")
    source = rx.el.pre(ReportState.code, class_name="qb-mono", style={"margin": 0, "overflowX": "auto"}, id="code")
    to_strategy = link_button(
        t("report.code"), href=f"{routes.STRATEGIES}/" + ReportState.strategy_id, id="to-strategy", icon="code"
    )
    return card(
        rx.cond(ReportState.is_code_hidden, hidden, source),
        title=t("report.tab_code"),
        lead=t("report.code_lead", name=ReportState.strategy, digest=ReportState.code_digest),
        actions=(rx.cond(ReportState.strategy_id != "", to_strategy, rx.fragment()),),
    )
