"""The page of one backtest: progress while it runs, then its report."""

import reflex as rx

from quantboard.ui import routes
from quantboard.ui.backtests import report_money_parts as money
from quantboard.ui.backtests import report_order_parts as orders
from quantboard.ui.backtests import report_overview as top
from quantboard.ui.backtests import report_parts as parts
from quantboard.ui.backtests import report_risk_parts as risk
from quantboard.ui.backtests import report_tables as tables
from quantboard.ui.backtests.live_parts import running, stopped_empty
from quantboard.ui.backtests.report_notes import notes
from quantboard.ui.backtests.report_state import CANCELLED, DONE, FAILED, LIVE, LOADING, MISSING, ReportState
from quantboard.ui.backtests.report_tabs import TabState
from quantboard.ui.backtests.report_verify import verify_seal
from quantboard.ui.guide import coach
from quantboard.ui.parts.badge import badge
from quantboard.ui.parts.button import button, link_button
from quantboard.ui.parts.card import stack
from quantboard.ui.parts.empty import loading, notice
from quantboard.ui.parts.explain import meaning
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
            (CANCELLED, stopped_empty()),
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
    download = _downloads()
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


def _downloads() -> rx.Component:
    archive = f"/api/v1/backtests/{ReportState.run_id}/archive"
    items = (
        ("html", ReportState.download),
        ("archive", rx.download(url=archive)),
        ("archive_bare", rx.download(url=archive + "?data=false")),
    )
    return rx.dropdown_menu.root(
        rx.dropdown_menu.trigger(button(t("report.download"), id="download", icon="download")),
        rx.dropdown_menu.content(
            *[rx.dropdown_menu.item(t(f"report.as_{key}"), id=f"download-{key}", on_click=deed) for key, deed in items]
        ),
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
    unfinished = badge(t("report.unfinished"), "warn", "circle-dashed", id="unfinished")
    return rx.fragment(
        plain,
        rx.match(ReportState.verified, *linked.items(), rx.fragment()),
        rx.cond(ReportState.unfinished != "", unfinished, rx.fragment()),
        verify_seal(ReportState.can_repeat & (ReportState.unfinished == "")),
    )


def _running() -> rx.Component:
    return running(
        progress(
            ReportState.fraction,
            label=t("report.running"),
            stage=ReportState.stage,
            detail=rx.fragment(ReportState.detail, " ", ReportState.eta),
            id="progress",
        )
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
    pages = (
        ("trades", tables.trades),
        ("chart", tables.candles),
        ("risk", risk.risk),
        ("exposure", risk.exposure),
        ("breakdown", money.breakdown),
        ("costs", money.costs),
        ("metrics", parts.metrics),
        ("orders", orders.orders),
        ("log", orders.log),
        ("assumptions", parts.assumptions),
        ("code", parts.code),
        ("notes", notes),
    )
    return stack(
        coach("report", topic="report", guide="report"),
        top.flags(),
        top.warnings(),
        top.tiles(),
        top.equity(),
        top.periods(),
        tabs(
            [(key, t(f"report.tab_{key}"), draw()) for key, draw in pages],
            value=TabState.tab,
            on_change=TabState.set_tab,
            id="report-tabs",
        ),
    )
