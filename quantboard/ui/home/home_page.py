"""Home: the next step, the first steps, counts by state, alerts, and the latest work."""

from typing import Any

import reflex as rx

from quantboard.ui import routes
from quantboard.ui.home.home_state import AlertRow, CountRow, DataRow, HomeState, RunRow
from quantboard.ui.home.steps import checklist, next_step
from quantboard.ui.parts.badge import status_badge
from quantboard.ui.parts.button import button, icon_button, link_button
from quantboard.ui.parts.card import card, columns, stack
from quantboard.ui.parts.empty import empty, loading, notice
from quantboard.ui.parts.metric import metrics, signed
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
    is_asked = rx.State.router.url.query_parameters["checklist"] == "1"
    is_shown = ~HomeState.is_closed & (~is_expert() | is_asked)
    return stack(
        rx.cond(is_shown, checklist(), next_step()),
        rx.cond(HomeState.lacks_worker, notice(t("home.no_worker"), t("home.no_worker_text"), kind="warn")),
        rx.cond(HomeState.alerts.length() > 0, _alerts()),
        metrics(
            _count("datasets", HomeState.n_datasets, f"{routes.DATA}?whose=all"),
            _count("strategies", HomeState.n_strategies, f"{routes.STRATEGIES}?whose=all"),
            _count("backtests", HomeState.n_backtests, f"{routes.BACKTESTS}?whose=all"),
            _count("tasks", HomeState.n_tasks, f"{routes.TASKS}?status=all"),
        ),
        columns(
            _states("runs", HomeState.run_states, t("home.no_runs")),
            _states("jobs", HomeState.job_states, t("home.no_jobs")),
            least="320px",
        ),
        columns(_runs(), _data(), least="420px"),
    )


def _count(key: str, value: Any, href: str) -> rx.Component:
    return rx.link(
        rx.el.div(t(f"home.{key}"), class_name="qb-metric-label"),
        rx.el.div(value, class_name="qb-metric-value", id=f"n-{key}"),
        rx.el.div(t(f"home.{key}_sub"), class_name="qb-metric-sub"),
        href=href,
        underline="none",
        class_name="qb-metric qb-count",
    )


def _states(key: str, counts: Any, none: Any) -> rx.Component:
    def one(row: CountRow) -> rx.Component:
        return rx.link(
            status_badge(row.status),
            rx.el.strong(row.n),
            href=row.href,
            underline="none",
            class_name="qb-state",
            id=f"n-{key}-" + row.status,
        )

    return card(
        rx.cond(
            counts.length() > 0,
            rx.el.div(rx.foreach(counts, one), class_name="qb-row"),
            rx.el.p(none, class_name="qb-sub", style={"margin": 0}),
        ),
        title=t(f"home.{key}_by_state"),
        id=f"{key}-by-state",
    )


def _alerts() -> rx.Component:
    return card(
        rx.el.ul(rx.foreach(HomeState.alerts, _alert), class_name="qb-alerts"), title=t("home.alerts"), id="alerts"
    )


def _alert(row: AlertRow) -> rx.Component:
    return rx.el.li(
        rx.icon("circle-alert", size=16, aria_hidden="true"),
        rx.el.div(
            rx.el.div(
                rx.link(row.title, href=f"{routes.TASKS}/" + row.id, class_name="qb-row-link"),
                rx.el.span(row.when, class_name="qb-sub"),
                class_name="qb-row",
            ),
            rx.el.div(row.text),
            rx.el.div(
                row.hint,
                " ",
                rx.cond(row.meaning != "", rx.link(t("help.what_now"), href=row.meaning, size="1")),
                class_name="qb-sub",
            ),
        ),
        key=row.id,
    )


def _runs() -> rx.Component:
    heads = [
        Column(t("home.run")),
        Column(t("home.state")),
        Column(t("home.return"), is_number=True),
        Column(t("home.when"), is_number=True),
        Column("", width="1%"),
    ]
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
    again = icon_button(t("home.run_again"), "rotate-cw", id="again-" + row.id, on_click=HomeState.run_again(row.id))
    return table_row(
        link_cell(row.title, row.href),
        cell(status_badge(row.status)),
        number_cell(rx.cond(row.total_return != "", signed(row.total_return, row.sign), "–")),
        number_cell(row.when),
        cell(rx.cond(row.can_repeat, again, rx.fragment())),
    )


def _data() -> rx.Component:
    heads = [
        Column(t("home.dataset")),
        Column(t("home.symbols"), is_number=True),
        Column(t("home.bars"), is_number=True),
        Column(t("home.period"), is_number=True),
        Column("", width="1%"),
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
        link_cell(row.name, row.href),
        number_cell(row.n_symbols),
        number_cell(row.n_rows),
        number_cell(row.period),
        cell(rx.link(t("home.run"), href=row.test_href, class_name="qb-crumb")),
    )
