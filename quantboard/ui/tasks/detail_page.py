"""One task: how far it is, what it did, why it ended, and what can be done about it."""

from typing import Any

import reflex as rx

from quantboard.ui import routes
from quantboard.ui.parts.badge import status_badge
from quantboard.ui.parts.button import button, icon_button, link_button
from quantboard.ui.parts.card import card, split, stack
from quantboard.ui.parts.empty import empty, loading, notice
from quantboard.ui.parts.field import folded, number_field, select_field, text_field
from quantboard.ui.parts.page_header import page_header
from quantboard.ui.parts.progress import progress
from quantboard.ui.parts.table import Column, cell, table, table_row
from quantboard.ui.session import is_expert
from quantboard.ui.tasks.detail_state import AttemptRow, Fact, HistoryRow, TaskState
from quantboard.ui.tasks.list_page import state_badge
from quantboard.ui.tasks.row import TaskRow, kind_text, stage_text
from quantboard.ui.tasks.steer import priority_badge, steer_menu
from quantboard.ui.tasks.steer_state import PRIORITIES, SteerState
from quantboard.ui.text.catalogue import t

S: Any = TaskState  # its vars are indexed by name
FACTS = (
    *("tasks.owner", "tasks.created", "tasks.started", "tasks.finished", "tasks.duration", "tasks.not_before"),
    *("tasks.attempts", "tasks.time_limit", "tasks.queue", "tasks.worker", "tasks.request_id", "tasks.id"),
)


def detail_page() -> rx.Component:
    """The page."""
    return rx.fragment(
        page_header(
            rx.cond(S.row.title != "", S.row.title, t("tasks.task")),
            rx.cond(S.row.kind != "", kind_text(S.row.kind), ""),
            actions=[rx.cond(S.is_loaded, _deeds())],
            crumbs=[(t("tasks.title"), routes.TASKS)],
            badge=rx.cond(
                S.is_loaded,
                rx.el.span(
                    state_badge(S.row),
                    priority_badge(S.row.priority),
                    icon_button(t("tasks.rename"), "pencil", id="rename", on_click=S.rename(True)),
                    class_name="qb-row",
                ),
            ),
        ),
        rx.cond(
            S.is_missing,
            card(empty("search-x", t("tasks.missing"), t("tasks.missing_text"), action=_to_list())),
            rx.cond(S.is_loaded, _content(), loading(t("common.loading"))),
        ),
    )


def _to_list() -> rx.Component:
    return link_button(t("tasks.tray_all"), href=routes.TASKS, id="to-tasks")


def _content() -> rx.Component:
    main = stack(
        rx.cond(S.is_renaming, _renaming()),
        rx.cond(S.is_deleted, notice(t("tasks.is_deleted"), t("tasks.is_deleted_text"), kind="warn")),
        rx.cond(S.deadline != "", notice(t("tasks.nearly_late", left=S.deadline), kind="warn", id="nearly-late")),
        rx.cond(S.row.error != "", _error()),
        rx.cond(~S.row.is_over, _progress()),
        rx.cond((S.before.length() > 0) | (S.after.length() > 0) | (S.strategies.length() > 0), _chain()),
        _log(),
        rx.cond(S.attempts.length() > 0, _attempts()),
    )
    aside = stack(_facts(), _history(), _inputs())
    return split(main, aside)


def _deeds() -> rx.Component:
    row = S.row
    return rx.el.div(
        rx.cond(
            row.status == "paused",
            button(t("tasks.resume"), id="resume", icon="play", kind="main", on_click=SteerState.resume(row.id)),
            rx.cond(
                row.is_over,
                button(t("tasks.retry"), id="retry", icon="rotate-cw", on_click=SteerState.retry(row.id)),
                rx.el.span(
                    button(
                        rx.cond(row.is_pausing, t("tasks.pausing"), t("tasks.pause")),
                        id="pause",
                        icon="pause",
                        disabled=~row.can_pause | row.is_pausing,
                        on_click=SteerState.pause(row.id),
                    ),
                    title=rx.cond(row.is_unpausable, t("tasks.cannot_pause"), ""),
                ),
            ),
        ),
        rx.cond(
            ~row.is_over,
            button(
                t("tasks.cancel"),
                id="cancel",
                icon="square",
                kind="danger",
                disabled=row.is_stopping,
                on_click=SteerState.ask("cancel", row.id, row.title),
            ),
        ),
        rx.cond(
            row.href != "",
            link_button(t("tasks.open_result"), href=row.href, id="open-result", icon="arrow-up-right", kind="main"),
        ),
        steer_menu(row, is_deleted=S.is_deleted),
        class_name="qb-actions",
    )


def _renaming() -> rx.Component:
    return card(
        rx.el.div(
            text_field(
                t("tasks.new_title"),
                name="new-title",
                value=S.new_title,
                on_change=S.type_title,
                error=S.problems["title"],
                max_length=200,
            ),
            rx.el.div(
                button(t("common.save"), id="save-title", kind="main", on_click=S.save_title),
                button(t("common.cancel"), id="leave-title", on_click=S.rename(False)),
                class_name="qb-actions",
                style={"marginTop": "12px"},
            ),
        )
    )


def _error() -> rx.Component:
    return notice(
        S.row.error,
        S.row.hint,
        kind="bad",
        hint=rx.cond(S.code != "", rx.code(S.code, size="1")),
        id="task-error",
    )


def _progress() -> rx.Component:
    row = S.row
    return card(
        rx.cond(
            row.status == "running",
            progress(
                row.progress,
                label=row.title,
                stage=stage_text(row.stage),
                detail=rx.cond(row.eta != "", rx.fragment(row.detail, " · ", t("tasks.left", eta=row.eta)), row.detail),
            ),
            rx.el.div(
                rx.icon(rx.cond(row.status == "paused", "pause", "clock"), size=16, aria_hidden="true"),
                rx.el.span(
                    stage_text(row.stage),
                    rx.cond(row.place > 0, rx.el.span(" · ", t("tasks.place", n=row.place))),
                ),
                class_name="qb-row",
                style={"color": "var(--gray-11)"},
            ),
        ),
        rx.cond(
            S.is_waiting,
            rx.el.div(_priority(), _time_limit(), class_name="qb-field-grid", style=_TWO | {"marginTop": "14px"}),
        ),
        title=t("tasks.progress"),
    )


_TWO = {"gridTemplateColumns": "repeat(auto-fit, minmax(min(180px, 100%), 1fr))"}


def _priority() -> rx.Component:
    return select_field(
        t("tasks.priority"),
        name="priority",
        value=S.row.priority,
        on_change=lambda value: SteerState.prioritise(S.row.id, value),
        options=[(word, t(f"tasks.priority.{word}")) for word in PRIORITIES],
    )


def _time_limit() -> rx.Component:
    return number_field(
        t("tasks.time_limit"),
        name="time-limit",
        value=S.time_limit,
        on_change=S.limit,
        unit="s",
        error=S.problems["time_limit"],
    )


def _chain() -> rx.Component:
    options: Any = S.strategies
    return card(
        stack(
            rx.foreach(S.before, lambda row: _link(row, t("tasks.before"))),
            rx.foreach(S.after, lambda row: _link(row, t("tasks.after"))),
            rx.cond(
                S.strategies.length() > 0,
                rx.el.div(
                    rx.el.label(t("tasks.then_backtest"), html_for="then-backtest", class_name="qb-label"),
                    rx.el.select(
                        rx.el.option(t("tasks.choose_strategy"), value=""),
                        rx.foreach(options, lambda pair: rx.el.option(pair[1], value=pair[0])),
                        id="then-backtest",
                        value=S.following,
                        on_change=S.choose_following,
                        class_name="qb-input qb-select",
                    ),
                    rx.el.div(
                        button(
                            t("tasks.chain_add"),
                            id="chain-add",
                            icon="plus",
                            on_click=S.then_backtest(S.following),
                            disabled=S.following == "",
                        ),
                        style={"marginTop": "4px"},
                    ),
                    rx.cond(S.problems["chain"] != "", rx.el.p(S.problems["chain"], class_name="qb-error")),
                    class_name="qb-field",
                    style={"maxWidth": "380px"},
                ),
            ),
            gap="10px",
        ),
        title=t("tasks.chain"),
        lead=t("tasks.chain_lead"),
        id="chain",
    )


def _link(row: TaskRow, label: Any) -> rx.Component:
    return rx.el.div(
        rx.el.span(label, class_name="qb-sub", style={"minWidth": "72px"}),
        rx.link(row.title, href=row.page, class_name="qb-row-link"),
        status_badge(row.status),
        class_name="qb-row",
    )


def _log() -> rx.Component:
    return card(
        rx.cond(
            S.log != "",
            _text(S.log, t("tasks.log"), id="task-log"),
            rx.el.p(
                rx.cond(S.attempts.length() > 0, t("tasks.no_log"), t("tasks.no_log_yet")),
                class_name="qb-sub",
                style={"margin": 0},
            ),
        ),
        title=t("tasks.log"),
        lead=rx.cond(
            S.shown_attempt > 0,
            t("tasks.log_of_attempt", n=S.shown_attempt),
            rx.cond(S.row.status == "running", t("tasks.log_followed"), ""),
        ),
        actions=[
            rx.cond(
                S.shown_attempt > 0,
                button(t("tasks.newest_log"), id="newest-log", size="1", on_click=S.show_log(0)),
            ),
            rx.cond(
                S.log != "",
                button(t("tasks.download_log"), id="download-log", icon="download", size="1", on_click=S.download_log),
            ),
        ],
    )


def _text(text: Any, label: Any, *, id: str) -> rx.Component:
    """Plain text that scrolls, by keyboard too."""
    return rx.el.pre(text, class_name="qb-log", id=id, tab_index=0, role="region", aria_label=label)


def _attempts() -> rx.Component:
    columns = [
        Column(t("tasks.attempt_number"), width="70px"),
        Column(t("tasks.ended_as")),
        Column(t("tasks.started"), width="180px"),
        Column(t("tasks.duration"), width="110px"),
        Column("", width="70px"),
    ]
    return card(
        table(columns, rx.foreach(S.attempts, _attempt), label=t("tasks.attempts_title")),
        title=t("tasks.attempts_title"),
        flush=True,
        id="attempts",
    )


def _attempt(one: AttemptRow) -> rx.Component:
    return table_row(
        cell(one.number, class_name="qb-numbered"),
        cell(
            status_badge(one.outcome),
            rx.cond(one.reason != "", rx.el.div(one.reason, class_name="qb-sub")),
            rx.el.div(one.worker, class_name="qb-sub"),
        ),
        cell(one.started),
        cell(one.time),
        cell(
            rx.cond(
                one.has_log,
                button(t("tasks.log"), id=f"log-{one.number}", size="1", kind="quiet", on_click=S.show_log(one.number)),
            ),
            style={"textAlign": "right"},
        ),
    )


def _facts() -> rx.Component:
    return card(rx.el.dl(rx.foreach(S.facts, _fact), class_name="qb-facts"), title=t("tasks.facts"))


def _fact(fact: Fact) -> rx.Component:
    names = [(key, t(key)) for key in FACTS]
    is_id = (fact.key == "tasks.id") | (fact.key == "tasks.request_id")
    return rx.fragment(
        rx.el.dt(rx.match(fact.key, *names, fact.key)),
        rx.el.dd(fact.value, class_name=rx.cond(is_id, "qb-mono", "")),
    )


def _history() -> rx.Component:
    return card(
        rx.el.ol(rx.foreach(S.history, _line), class_name="qb-timeline"), title=t("tasks.history"), id="history"
    )


def _line(line: HistoryRow) -> rx.Component:
    is_bad = (line.kind == "failed") | (line.kind == "timed_out") | (line.kind == "nearly_late")
    return rx.el.li(
        rx.el.span(line.at, class_name="qb-sub qb-num"),
        rx.el.span(line.text),
        class_name=rx.cond(is_bad, "qb-timeline-bad", rx.cond(line.kind == "succeeded", "qb-timeline-good", "")),
    )


def _inputs() -> rx.Component:
    return card(
        folded(t("tasks.inputs"), _text(S.inputs, t("tasks.inputs"), id="task-inputs"), open=is_expert()),
    )
