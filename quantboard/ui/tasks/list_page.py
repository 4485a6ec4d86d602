"""The task centre: everything that runs, waits or ran in the background."""

from typing import Any

import reflex as rx

from quantboard.ui import routes
from quantboard.ui.parts.badge import badge, status_badge
from quantboard.ui.parts.button import button, link_button
from quantboard.ui.parts.card import card, stack
from quantboard.ui.parts.dialog import confirm
from quantboard.ui.parts.empty import empty, loading, notice
from quantboard.ui.parts.page_header import page_header
from quantboard.ui.parts.progress import progress
from quantboard.ui.parts.table import Column, cell, table, table_row
from quantboard.ui.session import SessionState
from quantboard.ui.tasks.list_state import ALL, FILTERS, IN_WORK, TaskListState
from quantboard.ui.tasks.row import TaskRow, kind_text, stage_text
from quantboard.ui.text.catalogue import t

LABELS = {ALL: "common.all", IN_WORK: "tasks.in_progress"}


def list_page() -> rx.Component:
    """The page."""
    return rx.fragment(
        page_header(t("tasks.title"), t("tasks.lead")),
        stack(
            _filters(),
            rx.cond(
                TaskListState.has_worker,
                rx.fragment(),
                notice(t("tasks.no_worker"), t("tasks.no_worker_text"), kind="warn", hint=rx.code("quantboard worker")),
            ),
            rx.cond(
                TaskListState.is_loaded,
                rx.cond(TaskListState.rows.length() > 0, _tasks(), _nothing()),
                loading(t("common.loading")),
            ),
        ),
    )


def _filters() -> rx.Component:
    counts: Any = TaskListState.counts
    choices = [
        rx.segmented_control.item(
            rx.el.span(
                t(LABELS.get(name, f"status.{name}")),
                rx.el.span(counts[name], class_name="qb-sub", style={"marginLeft": "6px"}),
            ),
            value=name,
            custom_attrs={"data-filter": name},
        )
        for name in FILTERS
    ]
    return rx.el.div(
        rx.segmented_control.root(
            *choices,
            value=TaskListState.chosen,
            on_change=TaskListState.choose,
            id="task-filter",
            custom_attrs={"aria-label": t("tasks.filter")},
        ),
        rx.cond(
            SessionState.role == "admin",
            rx.el.label(
                rx.switch(
                    checked=TaskListState.everybody, on_change=TaskListState.set_everybody, id="everybody", size="1"
                ),
                t("tasks.everybody"),
                class_name="qb-sub",
                style={"display": "flex", "gap": "8px", "alignItems": "center"},
            ),
        ),
        style={"display": "flex", "gap": "16px", "flexWrap": "wrap", "justifyContent": "space-between"},
    )


def _nothing() -> rx.Component:
    return card(
        rx.cond(
            TaskListState.chosen == ALL,
            empty(
                "list-checks",
                t("tasks.empty"),
                t("tasks.empty_text"),
                action=link_button(t("tasks.import_data"), href=routes.IMPORT, id="tasks-import", kind="main"),
            ),
            empty("list-checks", t("tasks.empty_filtered"), t("tasks.empty_filtered_text")),
        )
    )


def _tasks() -> rx.Component:
    columns = [
        Column(t("tasks.task")),
        Column(t("common.status"), width="120px"),
        Column(t("tasks.progress"), width="260px"),
        Column(t("tasks.times"), width="170px"),
        Column("", width="150px"),
    ]
    return card(
        table(columns, rx.foreach(TaskListState.rows, _row), label=t("tasks.title")),
        rx.cond(
            TaskListState.has_more,
            rx.el.div(
                button(t("tasks.more"), id="tasks-more", kind="quiet", on_click=TaskListState.more),
                style={"padding": "12px", "textAlign": "center"},
            ),
        ),
        flush=True,
    )


def _row(row: TaskRow) -> rx.Component:
    return table_row(
        cell(
            rx.cond(row.href != "", rx.link(row.title, href=row.href, class_name="qb-row-link"), rx.el.span(row.title)),
            rx.el.div(kind_text(row.kind), class_name="qb-sub"),
            rx.cond(row.error != "", _error(row)),
        ),
        cell(
            rx.cond(row.is_stopping, badge(t("tasks.stopping"), "warn", "circle-stop"), status_badge(row.status)),
            rx.cond(row.attempt > 1, rx.el.div(t("tasks.attempt", n=row.attempt), class_name="qb-sub")),
        ),
        cell(
            rx.cond(
                row.status == "running",
                progress(
                    row.progress,
                    label=row.title,
                    stage=stage_text(row.stage),
                    detail=rx.cond(row.eta != "", t("tasks.left", eta=row.eta), row.detail),
                ),
                rx.el.span(stage_text(row.stage), class_name="qb-sub"),
            )
        ),
        cell(
            row.created,
            rx.cond(row.time != "", rx.el.div(t("tasks.took", time=row.time), class_name="qb-sub")),
        ),
        cell(_deed(row), style={"textAlign": "right"}),
        custom_attrs={"data-task": row.id, "data-status": row.status},
    )


def _error(row: TaskRow) -> rx.Component:
    return rx.el.div(
        rx.el.div(row.error, class_name="qb-error", role="alert"),
        rx.el.div(row.hint, class_name="qb-sub"),
        style={"marginTop": "4px", "maxWidth": "60ch"},
    )


def _deed(row: TaskRow) -> rx.Component:
    return rx.cond(
        row.is_over,
        rx.cond(
            row.can_retry,
            button(
                t("tasks.retry"), id="retry-" + row.id, icon="rotate-cw", size="1", on_click=TaskListState.retry(row.id)
            ),
            rx.cond(row.href != "", rx.link(t("tasks.open_result"), href=row.href, size="2")),
        ),
        confirm(
            button(t("tasks.cancel"), id="cancel-" + row.id, size="1", disabled=row.is_stopping),
            title=t("tasks.cancel_ask"),
            text=t("tasks.cancel_text"),
            go=t("tasks.cancel_go"),
            on_confirm=TaskListState.cancel(row.id),
            danger=True,
            id="cancel-" + row.id,
        ),
    )
