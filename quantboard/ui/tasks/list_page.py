"""The task centre: everything that runs, waits or ran in the background."""

from typing import Any

import reflex as rx

from quantboard.ui import routes
from quantboard.ui.parts.badge import badge, status_badge
from quantboard.ui.parts.button import button, icon_button, link_button
from quantboard.ui.parts.card import card, stack
from quantboard.ui.parts.empty import empty, loading, notice
from quantboard.ui.parts.page_header import page_header
from quantboard.ui.parts.progress import progress
from quantboard.ui.parts.table import Column, cell, table, table_row
from quantboard.ui.sample import sample_button
from quantboard.ui.session import SessionState
from quantboard.ui.tasks.list_state import ALL, DELETED, FILTERS, IN_WORK, PERIODS, StatusCount, TaskListState
from quantboard.ui.tasks.row import KINDS, TaskRow, kind_text, stage_text
from quantboard.ui.tasks.steer import priority_badge, steer_buttons, steer_menu
from quantboard.ui.tasks.steer_state import PRIORITIES
from quantboard.ui.text.catalogue import t

S: Any = TaskListState  # its vars are indexed by name
LABELS = {ALL: "common.all", IN_WORK: "tasks.in_progress", DELETED: "tasks.deleted"}


def list_page() -> rx.Component:
    """The page."""
    clock = link_button(t("tasks.schedules"), href=routes.SCHEDULES, id="open-schedules", icon="calendar-clock")
    return rx.fragment(
        page_header(t("tasks.title"), t("tasks.lead"), actions=[clock]),
        stack(
            _states(),
            _fields(),
            rx.cond(
                S.has_worker,
                rx.fragment(),
                notice(t("tasks.no_worker"), t("tasks.no_worker_text"), kind="warn", hint=rx.code("quantboard worker")),
            ),
            rx.cond(S.next.length() > 0, _next()),
            rx.cond(S.is_loaded, rx.cond(S.rows.length() > 0, _tasks(), _nothing()), loading(t("common.loading"))),
        ),
    )


def _states() -> rx.Component:
    return rx.el.div(
        rx.foreach(S.choices, _state),
        class_name="qb-pills",
        role="group",
        aria_label=t("tasks.filter"),
        id="task-filter",
    )


def _state(choice: StatusCount) -> rx.Component:
    names = [(key, t(LABELS.get(key, f"status.{key}"))) for key in FILTERS]
    is_chosen = choice.key == S.chosen
    return rx.el.button(
        rx.match(choice.key, *names, choice.key),
        rx.el.span(choice.n, class_name="qb-pill-count"),
        type="button",
        class_name=rx.cond(is_chosen, "qb-pill qb-pill-here", "qb-pill"),
        aria_pressed=is_chosen,
        on_click=S.choose(choice.key),
        custom_attrs={"data-filter": choice.key},
    )


def _fields() -> rx.Component:
    search = rx.debounce_input(
        rx.el.input(
            id="task-search",
            type="search",
            value=S.words,
            on_change=S.search,
            placeholder=t("tasks.search"),
            aria_label=t("tasks.search"),
            class_name="qb-input",
        ),
        debounce_timeout=250,
    )
    kinds = [(name, t(f"tasks.kind.{name}")) for name in KINDS if name != "other"]
    return rx.el.div(
        rx.el.div(search, class_name="qb-filter-wide"),
        _choice("kind", t("tasks.any_kind"), kinds),
        _choice("priority", t("tasks.any_priority"), [(word, t(f"tasks.priority.{word}")) for word in PRIORITIES]),
        _choice("period", t("tasks.any_time"), [(name, t(f"tasks.period.{name}")) for name in PERIODS if name]),
        rx.cond(
            SessionState.role == "admin",
            _choice(
                "owner",
                t("tasks.mine"),
                [("*", t("tasks.everybody"))],
                rx.foreach(S.people, lambda person: rx.el.option(person[1], value=person[0])),
            ),
        ),
        rx.cond(
            S.is_filtered,
            button(t("tasks.clear"), id="clear-filters", icon="x", kind="quiet", on_click=S.clear),
        ),
        class_name="qb-filters",
    )


def _choice(field: str, all_of_them: Any, options: list[tuple[str, Any]], *more: rx.Component) -> rx.Component:
    fields: Any = S.fields
    return rx.el.select(
        rx.el.option(all_of_them, value=""),
        *[rx.el.option(label, value=value) for value, label in options],
        *more,
        id=f"filter-{field}",
        value=fields[field],
        on_change=lambda value: S.narrow(field, value),
        aria_label=t(f"tasks.by_{field}"),
        class_name="qb-input qb-select",
    )


def _next() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("tasks.next"), class_name="qb-h3"),
        rx.el.ol(rx.foreach(S.next, _in_line)),
        title=t("tasks.next_lead"),
        class_name="qb-card qb-line-up",
        id="runs-next",
    )


def _in_line(row: TaskRow) -> rx.Component:
    return rx.el.li(
        rx.el.span(row.place, class_name="qb-step-number"),
        rx.link(row.title, href=row.page, class_name="qb-row-link"),
        priority_badge(row.priority),
    )


def _nothing() -> rx.Component:
    return card(
        rx.cond(
            (S.chosen == ALL) & ~S.is_filtered,
            empty(
                "list-checks",
                t("tasks.empty"),
                t("tasks.empty_text"),
                action=link_button(t("tasks.import_data"), href=routes.IMPORT, id="tasks-import", kind="main"),
                other=sample_button("tasks-sample"),
            ),
            empty(
                "search-x",
                t("tasks.empty_filtered"),
                t("tasks.empty_filtered_text"),
                action=button(t("tasks.clear"), id="clear-all", on_click=S.clear),
            ),
        )
    )


def _tasks() -> rx.Component:
    columns = [
        Column(t("tasks.task")),
        Column(t("common.status"), width="150px"),
        Column(t("tasks.progress"), width="260px"),
        Column(t("tasks.times"), width="165px"),
        Column("", width="120px"),
    ]
    return card(
        table(columns, rx.foreach(S.rows, _row), label=t("tasks.title")),
        rx.el.div(
            rx.el.span(
                t("tasks.shown", first=S.first, last=S.last, all=S.total), class_name="qb-sub", id="tasks-shown"
            ),
            icon_button(t("tasks.newer"), "chevron-left", id="tasks-newer", disabled=S.first <= 1, on_click=S.turn(-1)),
            icon_button(
                t("tasks.older"), "chevron-right", id="tasks-older", disabled=S.last >= S.total, on_click=S.turn(1)
            ),
            class_name="qb-pager",
        ),
        flush=True,
    )


def _row(row: TaskRow) -> rx.Component:
    return table_row(
        cell(
            rx.link(row.title, href=row.page, class_name="qb-row-link"),
            rx.el.div(
                kind_text(row.kind),
                rx.cond((row.owner != "") & (S.fields["owner"] != ""), rx.el.span(" · ", row.owner)),
                class_name="qb-sub",
            ),
            rx.cond(row.error != "", rx.el.div(row.error, title=row.hint, class_name="qb-error qb-error-short")),
        ),
        cell(
            rx.el.div(
                state_badge(row),
                priority_badge(row.priority),
                rx.cond(row.attempt > 1, rx.el.span(t("tasks.attempt", n=row.attempt), class_name="qb-sub")),
                class_name="qb-row",
                style={"gap": "4px 6px"},
            )
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
                rx.el.span(
                    stage_text(row.stage),
                    rx.cond(row.place > 0, rx.el.span(" · ", t("tasks.place", n=row.place))),
                    class_name="qb-sub",
                ),
            )
        ),
        cell(row.created, rx.cond(row.time != "", rx.el.div(t("tasks.took", time=row.time), class_name="qb-sub"))),
        cell(
            rx.el.div(
                steer_buttons(row, where=""),
                steer_menu(
                    row,
                    rx.cond(
                        row.href != "",
                        rx.menu.item(
                            rx.icon("arrow-up-right", size=14, aria_hidden="true"),
                            t("tasks.open_result"),
                            on_click=rx.redirect(row.href),
                        ),
                    ),
                    is_deleted=S.chosen == DELETED,
                ),
                style={"display": "flex", "gap": "2px", "justifyContent": "flex-end"},
            )
        ),
        key=row.id,
        custom_attrs={"data-task": row.id, "data-status": row.status},
    )


def state_badge(row: TaskRow) -> rx.Component:
    """The state, or that it is about to change."""
    return rx.cond(
        row.is_stopping,
        badge(t("tasks.stopping"), "warn", "circle-stop"),
        rx.cond(row.is_pausing, badge(t("tasks.pausing"), "warn", "pause"), status_badge(row.status)),
    )
