"""The list of backtests."""

from typing import Any

import reflex as rx

from quantboard.ui import routes
from quantboard.ui.backtests.list_state import BacktestListState as S
from quantboard.ui.backtests.list_tools import choose_all, edit_dialog, filters, order_choice, states
from quantboard.ui.backtests.list_view import METRICS, RunRow
from quantboard.ui.parts.badge import badge, status_badge
from quantboard.ui.parts.button import icon_button, link_button
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

SHORT = {"overflow": "hidden", "textOverflow": "ellipsis", "whiteSpace": "nowrap", "maxWidth": "30ch"}


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
        edit_dialog(),
        gap="0",
    )


def _empty() -> rx.Component:
    new = link_button(t("backtests.new"), href=routes.NEW_BACKTEST, id="first-backtest", icon="play", kind="main")
    return empty(
        "chart-line", t("backtests.empty"), t("backtests.empty_why"), action=new, other=sample_button("runs-sample")
    )


def _found() -> rx.Component:
    more = rx.match(S.more, *[(key, t(name)) for key, (_, name) in METRICS.items()], t("runs.cagr"))
    heads = [
        Head(t("backtests.name"), "name"),
        Head(t("backtests.dataset"), "dataset"),
        Head(t("common.status")),
        Head(t("backtests.return"), "return", is_number=True),
        Head(t("backtests.sharpe"), "sharpe", is_number=True),
        Head(t("backtests.drawdown"), "drawdown", is_number=True),
        Head(more, is_number=True),
        Head(t("sharing.owner")),
        Head(t("backtests.made"), "made"),
        Head("", width="1%"),
    ]
    rows: Any = rx.foreach(S.rows, _row)
    return stack(
        list_tools(S, states(), order_choice(), placeholder=t("backtests.search")),
        filters(),
        card(
            bulk_bar(S),
            rx.cond(
                S.rows.length() > 0,
                rx.fragment(
                    choose_all(), list_table(S, heads, rows, label=t("backtests.title"), id="backtests"), pager(S)
                ),
                nothing_found(S),
            ),
            flush=True,
        ),
    )


def _row(run: RunRow) -> rx.Component:
    tags = rx.cond(
        run.tags.length() > 0,
        rx.el.div(
            rx.foreach(run.tags, lambda tag: badge(tag, "quiet", "tag")),
            class_name="qb-row",
            style={"gap": "4px", "marginTop": "3px"},
        ),
        rx.fragment(),
    )
    return table_row(
        first_cell(
            S,
            run,
            rx.link(run.name, href=run.href, class_name="qb-row-link"),
            rx.cond(run.strategy != "", rx.el.div(run.strategy, class_name="qb-sub"), rx.fragment()),
            rx.cond(
                run.note != "", rx.el.div(run.note, class_name="qb-sub", style=SHORT, title=run.note), rx.fragment()
            ),
            tags,
        ),
        cell(run.dataset, style={"minWidth": "130px"}),
        cell(
            status_badge(run.status),
            rx.cond(
                run.is_unfinished,
                rx.el.div(badge(t("live.unfinished_short"), "warn", "circle-stop"), style={"marginTop": "3px"}),
                rx.fragment(),
            ),
            rx.cond(run.reason != "", rx.el.div(run.reason, class_name="qb-sub", style=SHORT), rx.fragment()),
            title=run.reason,
        ),
        number_cell(signed(run.total_return, run.sign)),
        number_cell(run.sharpe),
        number_cell(run.drawdown),
        number_cell(run.more),
        owner_cell(run),
        cell(run.made, style={"whiteSpace": "nowrap"}, class_name="qb-sub"),
        delete_cell(S, run, _favourite(run), _edit(run), _clone(run)),
        key=run.id,
    )


def _favourite(run: RunRow) -> rx.Component:
    star = icon_button(
        rx.cond(run.is_favourite, t("runs.unfavourite"), t("runs.favourite")),
        "star",
        id="favourite-" + run.id,
        on_click=S.set_favourite(run.id, ~run.is_favourite),
        aria_pressed=run.is_favourite,
        style={"color": rx.cond(run.is_favourite, "var(--amber-9)", "inherit")},
    )
    return rx.cond(run.marks.can_change, star, rx.fragment())


def _edit(run: RunRow) -> rx.Component:
    pencil = icon_button(t("runs.edit"), "pencil", id="edit-" + run.id, on_click=S.open_edit(run.id))
    return rx.cond(run.marks.can_change, pencil, rx.fragment())


def _clone(run: RunRow) -> rx.Component:
    return icon_button(t("runs.clone"), "copy-plus", id="clone-" + run.id, on_click=rx.redirect(run.clone))
