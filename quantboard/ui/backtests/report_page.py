"""The page of one backtest: progress while it runs, then its report."""

import reflex as rx

from quantboard.ui import routes
from quantboard.ui.backtests import report_parts as parts
from quantboard.ui.backtests.report_state import CANCELLED, DONE, FAILED, LIVE, LOADING, MISSING, ReportState
from quantboard.ui.guide import coach
from quantboard.ui.parts.badge import badge
from quantboard.ui.parts.button import button, link_button
from quantboard.ui.parts.card import card, columns, stack
from quantboard.ui.parts.empty import loading, notice
from quantboard.ui.parts.explain import meaning
from quantboard.ui.parts.figure.figure import figure
from quantboard.ui.parts.listing import delete_question
from quantboard.ui.parts.page_header import page_header
from quantboard.ui.parts.progress import progress
from quantboard.ui.parts.share import delete_button, missing, share_button, shared_badge
from quantboard.ui.parts.tabs import tabs
from quantboard.ui.text.catalogue import t


def report_page() -> rx.Component:
    """One backtest."""
    return stack(
        _head(),
        rx.match(
            ReportState.phase,
            (LOADING, loading(t("report.loading"))),
            (MISSING, missing(routes.BACKTESTS, t("backtests.title"))),
            (LIVE, _running()),
            (FAILED, _failed()),
            (CANCELLED, notice(t("report.was_cancelled"), kind="warn")),
            (DONE, _report()),
            loading(t("report.loading")),
        ),
        delete_question(ReportState),
        gap="0",
    )


def _head() -> rx.Component:
    is_done, is_known = ReportState.phase == DONE, ReportState.name != ""
    change = link_button(
        t("report.change"),
        href=f"{routes.NEW_BACKTEST}?like=" + ReportState.run_id,
        id="change-run",
        icon="sliders-horizontal",
    )
    again = button(t("report.again"), id="run-again", icon="rotate-cw", kind="main", on_click=ReportState.again)
    download = button(t("report.download"), id="download", icon="download", on_click=ReportState.download)
    return page_header(
        rx.cond(is_known, ReportState.name, t("report.title")),
        rx.cond(is_done, _status_line(), rx.cond(is_known, ReportState.strategy + " · " + ReportState.dataset, "")),
        actions=[
            rx.cond(is_known, delete_button(ReportState), rx.fragment()),
            rx.cond(is_known, share_button(ReportState, text="sharing.share_run_text"), rx.fragment()),
            rx.cond(is_done, download, rx.fragment()),
            rx.cond(is_known & ReportState.can_repeat, change, rx.fragment()),
            rx.cond(is_known & ReportState.can_repeat & (ReportState.phase != LIVE), again, rx.fragment()),
        ],
        crumbs=((t("backtests.title"), routes.BACKTESTS),),
        badge=rx.fragment(rx.cond(is_done, _seal(), rx.fragment()), shared_badge(ReportState)),
    )


def _status_line() -> rx.Component:
    parts = (
        rx.cond(ReportState.strategy == ReportState.name, "", ReportState.strategy + " · "),
        ReportState.symbols,
        " · ",
        ReportState.dataset,
        " · ",
        rx.el.span(ReportState.period, style={"whiteSpace": "nowrap"}),
        " · ",
        ReportState.interval,
    )
    return rx.fragment(*parts)


def _seal() -> rx.Component:
    plain = badge(t("report.result", hash=ReportState.result_hash), "quiet", "fingerprint", id="result-hash")
    run = ReportState.same_as[:8]
    seals = {
        "same": badge(t("report.verified", id=run), "good", "badge-check", id="verified"),
        "differs": badge(t("report.differs", id=run), "bad", "triangle-alert", id="verified"),
    }
    linked = {
        word: rx.link(seal, href=f"{routes.BACKTESTS}/" + ReportState.same_as, underline="none")
        for word, seal in seals.items()
    }
    return rx.fragment(plain, rx.match(ReportState.verified, *linked.items(), rx.fragment()))


def _running() -> rx.Component:
    return card(
        stack(
            progress(
                ReportState.fraction,
                label=t("report.running"),
                stage=ReportState.stage,
                detail=rx.fragment(ReportState.detail, " ", ReportState.eta),
                id="progress",
            ),
            rx.el.p(t("report.leave"), class_name="qb-sub"),
            rx.el.div(button(t("report.cancel"), id="cancel", icon="square", on_click=ReportState.cancel)),
        ),
        title=t("report.running"),
    )


def _failed() -> rx.Component:
    return notice(
        t("report.failed"),
        rx.el.span(ReportState.error, style={"whiteSpace": "pre-wrap"}),
        kind="bad",
        hint=rx.fragment(
            ReportState.hint,
            " ",
            meaning(ReportState.meaning, "run-meaning"),
            rx.cond(
                ReportState.strategy_id != "",
                rx.fragment(" ", rx.link(t("report.code"), href=f"{routes.STRATEGIES}/" + ReportState.strategy_id)),
            ),
        ),
        id="run-error",
    )


def _report() -> rx.Component:
    scale = rx.segmented_control.root(
        rx.segmented_control.item(t("report.linear"), value="linear"),
        rx.segmented_control.item(t("report.log"), value="log"),
        value=rx.cond(ReportState.is_log, "log", "linear"),
        on_change=lambda value: ReportState.set_log(value == "log"),
        size="1",
    )
    return stack(
        coach("report", topic="report", guide="report"),
        rx.foreach(ReportState.warnings, lambda warning: notice(warning, kind="warn")),
        parts.tiles(),
        card(
            figure(ReportState.equity, label=t("report.equity"), is_log=ReportState.is_log),
            title=t("report.equity"),
            lead=t("report.equity_lead"),
            actions=(scale,),
            id="equity",
        ),
        card(parts.month_table(), title=t("report.months"), flush=True, id="months"),
        tabs(
            [
                ("trades", t("report.tab_trades"), parts.trades()),
                ("chart", t("report.tab_chart"), parts.candles()),
                ("risk", t("report.tab_charts"), _risk()),
                ("metrics", t("report.tab_metrics"), parts.metrics()),
                ("assumptions", t("report.tab_assumptions"), parts.assumptions()),
                ("code", t("report.tab_code"), parts.code()),
            ],
            value=ReportState.tab,
            on_change=ReportState.set_tab,
        ),
    )


def _risk() -> rx.Component:
    return stack(
        columns(
            card(figure(ReportState.years, label=t("report.years")), title=t("report.years")),
            card(figure(ReportState.spread, label=t("report.spread")), title=t("report.spread")),
            least="420px",
        ),
        card(figure(ReportState.exposure, label=t("report.exposure")), title=t("report.exposure")),
    )
