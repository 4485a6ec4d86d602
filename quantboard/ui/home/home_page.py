"""Home: the first steps, counts, the latest work, and the next step."""

from typing import Any

import reflex as rx

from quantboard.ui import routes
from quantboard.ui.home.home_state import DataRow, HomeState, RunRow
from quantboard.ui.home.steps import checklist
from quantboard.ui.parts.badge import status_badge
from quantboard.ui.parts.button import button, link_button
from quantboard.ui.parts.card import card, columns, stack
from quantboard.ui.parts.empty import empty, loading
from quantboard.ui.parts.metric import metrics
from quantboard.ui.parts.page_header import page_header
from quantboard.ui.parts.table import Column, cell, link_cell, number_cell, table, table_row
from quantboard.ui.session import is_expert
from quantboard.ui.text.catalogue import t


def home_page() -> rx.Component:
    """Where everybody starts."""
    return stack(
        page_header(
            t("home.title"),
            t("home.lead"),
            actions=[
                link_button(t("home.import"), href=routes.IMPORT, id="home-import", icon="upload"),
                link_button(
                    t("home.new_backtest"), href=routes.NEW_BACKTEST, id="home-backtest", icon="play", kind="main"
                ),
            ],
        ),
        rx.cond(HomeState.is_loaded, _content(), loading(t("common.loading"))),
        gap="0",
    )


def _content() -> rx.Component:
    is_shown = ~HomeState.is_closed & (~is_expert() | (rx.State.router.url.query_parameters["checklist"] == "1"))
    return stack(
        rx.cond(is_shown, checklist()),
        metrics(
            _count("datasets", HomeState.n_datasets, routes.DATA, t("home.datasets_sub")),
            _count("strategies", HomeState.n_strategies, routes.STRATEGIES, t("home.strategies_sub")),
            _count("backtests", HomeState.n_backtests, routes.BACKTESTS, t("home.backtests_sub")),
            _count(
                "running",
                HomeState.n_running,
                routes.TASKS,
                rx.cond(HomeState.n_failed > 0, t("home.n_failed", n=HomeState.n_failed), t("home.none_failed")),
            ),
        ),
        columns(_runs(), _data(), least="420px"),
    )


def _count(key: str, value: Any, href: str, sub: Any) -> rx.Component:
    return rx.link(
        rx.el.div(t(f"home.{key}"), class_name="qb-metric-label"),
        rx.el.div(value, class_name="qb-metric-value", id=f"n-{key}"),
        rx.el.div(sub, class_name="qb-metric-sub"),
        href=href,
        underline="none",
        class_name="qb-metric qb-count",
    )


def _runs() -> rx.Component:
    heads = [Column(t("home.run")), Column(t("home.state")), Column(t("home.when"), is_number=True)]
    return card(
        rx.cond(
            HomeState.runs.length() > 0,
            table(heads, rx.foreach(HomeState.runs, _run), label=t("home.latest_runs")),
            empty(
                "chart-line",
                t("home.no_runs"),
                t("home.no_runs_text"),
                action=link_button(t("home.new_backtest"), href=routes.NEW_BACKTEST, id="empty-backtest"),
            ),
        ),
        title=t("home.latest_runs"),
        actions=[rx.link(t("home.all"), href=routes.BACKTESTS, class_name="qb-crumb")],
        flush=True,
    )


def _run(row: RunRow) -> rx.Component:
    return table_row(link_cell(row.title, row.href), cell(status_badge(row.status)), number_cell(row.when))


def _data() -> rx.Component:
    heads = [
        Column(t("home.dataset")),
        Column(t("home.symbols"), is_number=True),
        Column(t("home.bars"), is_number=True),
        Column(t("home.period"), is_number=True),
    ]
    return card(
        rx.cond(
            HomeState.data.length() > 0,
            table(heads, rx.foreach(HomeState.data, _dataset), label=t("home.latest_data")),
            empty(
                "database",
                t("home.no_data"),
                t("home.no_data_text"),
                action=button(
                    t("common.load_sample"),
                    id="empty-sample",
                    icon="sparkles",
                    kind="main",
                    on_click=HomeState.load_sample,
                    loading=HomeState.is_sampling,
                ),
                other=link_button(t("home.import"), href=routes.IMPORT, id="empty-import"),
            ),
        ),
        title=t("home.latest_data"),
        actions=[rx.link(t("home.all"), href=routes.DATA, class_name="qb-crumb")],
        flush=True,
    )


def _dataset(row: DataRow) -> rx.Component:
    return table_row(
        link_cell(row.name, row.href), number_cell(row.n_symbols), number_cell(row.n_rows), number_cell(row.period)
    )
