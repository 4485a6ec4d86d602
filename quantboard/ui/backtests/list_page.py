"""The list of backtests."""

from typing import Any

import reflex as rx

from quantboard.core.task import Status
from quantboard.ui import routes
from quantboard.ui.backtests.list_state import BacktestListState as S
from quantboard.ui.backtests.list_state import RunRow
from quantboard.ui.parts.badge import status_badge
from quantboard.ui.parts.button import link_button
from quantboard.ui.parts.card import card, stack
from quantboard.ui.parts.empty import empty, loading
from quantboard.ui.parts.listing import (
    Head,
    bulk_bar,
    delete_cell,
    delete_question,
    first_cell,
    list_table,
    list_tools,
    nothing_found,
    owner_cell,
    pager,
)
from quantboard.ui.parts.metric import signed
from quantboard.ui.parts.page_header import page_header
from quantboard.ui.parts.table import cell, number_cell, table_row
from quantboard.ui.sample import sample_button
from quantboard.ui.text.catalogue import t


def list_page() -> rx.Component:
    """Every run with its outcome."""
    new = link_button(t("backtests.new"), href=routes.NEW_BACKTEST, id="new-backtest", icon="plus", kind="main")
    return stack(
        page_header(t("backtests.title"), t("backtests.lead"), actions=[new]),
        rx.cond(
            S.is_loaded,
            rx.cond((S.rows.length() > 0) | S.is_filtered, _found(), card(_empty())),
            loading(t("backtests.loading")),
        ),
        delete_question(S),
        gap="0",
    )


def _empty() -> rx.Component:
    new = link_button(t("backtests.new"), href=routes.NEW_BACKTEST, id="first-backtest", icon="play", kind="main")
    return empty(
        "chart-line", t("backtests.empty"), t("backtests.empty_why"), action=new, other=sample_button("runs-sample")
    )


def _found() -> rx.Component:
    heads = [
        Head(t("backtests.name"), "name"),
        Head(t("backtests.dataset"), "dataset"),
        Head(t("common.status")),
        Head(t("backtests.return"), "return", is_number=True),
        Head(t("backtests.sharpe"), "sharpe", is_number=True),
        Head(t("backtests.drawdown"), "drawdown", is_number=True),
        Head(t("sharing.owner")),
        Head(t("backtests.made"), "made"),
        Head("", width="1%"),
    ]
    rows: Any = rx.foreach(S.rows, _row)
    return stack(
        list_tools(S, _states(), placeholder=t("backtests.search")),
        card(
            bulk_bar(S),
            rx.cond(
                S.rows.length() > 0,
                rx.fragment(list_table(S, heads, rows, label=t("backtests.title"), id="backtests"), pager(S)),
                nothing_found(S),
            ),
            flush=True,
        ),
    )


def _states() -> rx.Component:
    return rx.el.select(
        rx.el.option(t("backtests.any_status"), value=""),
        *[rx.el.option(t(f"status.{state}"), value=str(state)) for state in Status],
        id="status",
        value=S.status,
        on_change=S.choose_status,
        aria_label=t("common.status"),
        class_name="qb-input qb-select",
    )


def _row(run: RunRow) -> rx.Component:
    return table_row(
        first_cell(
            S,
            run,
            rx.link(run.name, href=run.href, class_name="qb-row-link"),
            rx.cond(run.strategy != "", rx.el.div(run.strategy, class_name="qb-sub"), rx.fragment()),
        ),
        cell(run.dataset, style={"minWidth": "130px"}),
        cell(status_badge(run.status)),
        number_cell(signed(run.total_return, run.sign)),
        number_cell(run.sharpe),
        number_cell(run.drawdown),
        owner_cell(run),
        cell(run.made, style={"whiteSpace": "nowrap"}, class_name="qb-sub"),
        delete_cell(S, run),
        key=run.id,
    )
