"""The list of backtests."""

import reflex as rx

from quantboard.ui import routes
from quantboard.ui.backtests.list_state import BacktestListState, RunRow
from quantboard.ui.parts.badge import status_badge
from quantboard.ui.parts.button import icon_button, link_button
from quantboard.ui.parts.card import card, stack
from quantboard.ui.parts.dialog import confirm
from quantboard.ui.parts.empty import empty, loading
from quantboard.ui.parts.metric import signed
from quantboard.ui.parts.page_header import page_header
from quantboard.ui.parts.table import Column, cell, number_cell, table, table_row
from quantboard.ui.sample import sample_button
from quantboard.ui.text.catalogue import t


def list_page() -> rx.Component:
    """Every run with its outcome."""
    new = link_button(t("backtests.new"), href=routes.NEW_BACKTEST, id="new-backtest", icon="plus", kind="main")
    return stack(
        page_header(t("backtests.title"), t("backtests.lead"), actions=[new]),
        rx.cond(
            BacktestListState.is_loaded,
            rx.cond(BacktestListState.rows.length() > 0, card(_table(), flush=True), card(_empty())),
            loading(t("backtests.loading")),
        ),
        gap="0",
    )


def _empty() -> rx.Component:
    new = link_button(t("backtests.new"), href=routes.NEW_BACKTEST, id="first-backtest", icon="play", kind="main")
    return empty(
        "chart-line", t("backtests.empty"), t("backtests.empty_why"), action=new, other=sample_button("runs-sample")
    )


def _table() -> rx.Component:
    heads = [
        Column(t("backtests.name")),
        Column(t("backtests.dataset")),
        Column(t("common.status")),
        Column(t("backtests.return"), is_number=True),
        Column(t("backtests.sharpe"), is_number=True),
        Column(t("backtests.drawdown"), is_number=True),
        Column(t("backtests.made")),
        Column("", width="40px"),
    ]
    return table(heads, rx.foreach(BacktestListState.rows, _row), label=t("backtests.title"))


def _row(run: RunRow) -> rx.Component:
    return table_row(
        cell(
            rx.link(run.name, href=run.href, class_name="qb-row-link"),
            rx.cond(run.strategy != "", rx.el.div(run.strategy, class_name="qb-sub"), rx.fragment()),
            style={"minWidth": "150px"},
        ),
        cell(run.dataset, style={"minWidth": "130px"}),
        cell(status_badge(run.status)),
        number_cell(signed(run.total_return, run.sign)),
        number_cell(run.sharpe),
        number_cell(run.drawdown),
        cell(run.made, style={"whiteSpace": "nowrap"}, class_name="qb-sub"),
        cell(
            confirm(
                icon_button(t("backtests.delete"), "trash-2", id="delete-" + run.id),
                title=t("backtests.delete_ask"),
                text=t("backtests.delete_why"),
                go=t("backtests.delete"),
                on_confirm=BacktestListState.delete(run.id),
                danger=True,
                id="delete-backtest",
            )
        ),
    )
