"""The controls of one task: pause, cancel, run again, priority, delete."""

from typing import Any

import reflex as rx

from quantboard.ui.parts.badge import badge
from quantboard.ui.parts.button import icon_button
from quantboard.ui.parts.dialog import confirm_when
from quantboard.ui.tasks.row import TaskRow
from quantboard.ui.tasks.steer_state import PRIORITIES, SteerState
from quantboard.ui.text.catalogue import t

ICONS = {"urgent": "chevrons-up", "high": "chevron-up", "normal": "minus", "low": "chevron-down"}
LOOKS = {"urgent": "bad", "high": "warn", "low": "quiet"}


def steer_buttons(row: TaskRow, *, where: str) -> rx.Component:
    """Pause or go on, stop or run again; ``where`` keeps the ids of list and tray apart."""
    return rx.el.div(
        rx.cond(
            row.status == "paused",
            icon_button(t("tasks.resume"), "play", id=f"{where}resume-" + row.id, on_click=SteerState.resume(row.id)),
            rx.cond(
                row.is_over,
                rx.cond(
                    row.can_retry,
                    icon_button(
                        t("tasks.retry"), "rotate-cw", id=f"{where}retry-" + row.id, on_click=SteerState.retry(row.id)
                    ),
                ),
                icon_button(
                    rx.cond(row.is_unpausable, t("tasks.cannot_pause"), t("tasks.pause")),
                    "pause",
                    id=f"{where}pause-" + row.id,
                    disabled=~row.can_pause | row.is_pausing,
                    on_click=SteerState.pause(row.id),
                ),
            ),
        ),
        rx.cond(
            ~row.is_over,
            icon_button(
                t("tasks.cancel"),
                "square",
                id=f"{where}cancel-" + row.id,
                disabled=row.is_stopping,
                on_click=SteerState.ask("cancel", row.id, row.title),
            ),
        ),
        class_name="qb-row",
        style={"gap": "2px", "flexWrap": "nowrap", "justifyContent": "flex-end"},
    )


def steer_menu(row: TaskRow, *extra: rx.Component, is_deleted: Any = False) -> rx.Component:
    """What is needed less often."""
    items = [
        *extra,
        rx.cond(row.is_over & ~row.can_retry, _item("rotate-cw", t("tasks.retry"), SteerState.retry(row.id))),
        rx.cond(~row.is_over, _priorities(row)),
        rx.cond(
            row.is_over,
            rx.cond(
                is_deleted,
                _item("undo-2", t("tasks.restore"), SteerState.restore(row.id)),
                _item("trash-2", t("tasks.delete"), SteerState.ask("delete", row.id, row.title)),
            ),
        ),
    ]
    return rx.menu.root(
        rx.menu.trigger(icon_button(t("tasks.more_deeds"), "ellipsis", id="task-menu-" + row.id)),
        rx.menu.content(*items),
    )


def _item(icon: str, label: Any, on_click: Any) -> rx.Component:
    return rx.menu.item(rx.icon(icon, size=14, aria_hidden="true"), label, on_click=on_click)


def _priorities(row: TaskRow) -> rx.Component:
    """Without a menu of its own: rows change while one looks at them."""
    choices = [
        rx.menu.item(
            rx.icon(ICONS[word], size=14, aria_hidden="true"),
            t(f"tasks.priority.{word}"),
            rx.cond(row.priority == word, rx.icon("check", size=14, aria_hidden="true")),
            on_click=SteerState.prioritise(row.id, word),
        )
        for word in PRIORITIES
    ]
    return rx.fragment(rx.el.div(t("tasks.priority"), class_name="qb-menu-label"), *choices)


def priority_badge(priority: Any) -> rx.Component:
    """Nothing for normal."""
    cases = [(word, badge(t(f"tasks.priority.{word}"), look, ICONS[word])) for word, look in LOOKS.items()]
    return rx.match(priority, *cases, rx.fragment())


def question() -> rx.Component:
    """Asked before a task is stopped or deleted; once on each page."""
    deletes = SteerState.question == "delete"
    return confirm_when(
        SteerState.question != "",
        SteerState.answer,
        title=rx.cond(deletes, t("tasks.delete_ask"), t("tasks.cancel_ask")),
        text=rx.fragment(
            rx.el.strong(SteerState.title, style={"display": "block", "marginBottom": "4px"}),
            rx.cond(deletes, t("tasks.delete_text"), t("tasks.cancel_text")),
        ),
        go=rx.cond(deletes, t("tasks.delete"), t("tasks.cancel_go")),
        on_confirm=SteerState.go,
        danger=True,
        id="steer",
    )
