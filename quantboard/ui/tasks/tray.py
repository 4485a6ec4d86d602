"""The tray of the top bar: a count that lives, and the newest tasks with their controls."""

import reflex as rx

from quantboard.ui import routes
from quantboard.ui.parts.progress import progress
from quantboard.ui.tasks.list_page import state_badge
from quantboard.ui.tasks.row import TaskRow, stage_text
from quantboard.ui.tasks.steer import question, steer_buttons
from quantboard.ui.tasks.tray_state import TrayState
from quantboard.ui.text.catalogue import t


def tray() -> rx.Component:
    """The button with its count, what it opens, and the question before a task is stopped."""
    return rx.fragment(_popover(), question())


def _popover() -> rx.Component:
    return rx.popover.root(
        rx.popover.trigger(
            rx.el.button(
                rx.cond(
                    TrayState.n_live > 0,
                    rx.spinner(size="1"),
                    rx.icon("list-checks", size=16, aria_hidden="true"),
                ),
                rx.cond(TrayState.n_live > 0, rx.el.span(TrayState.n_live, id="tray-count", class_name="qb-num")),
                id="tray",
                type="button",
                aria_label=t("tasks.tray"),
                title=t("tasks.tray"),
                class_name="qb-icon-button",
                style={"width": "auto", "minWidth": "32px", "paddingInline": "8px", "gap": "6px"},
            )
        ),
        rx.popover.content(
            rx.el.div(
                rx.el.strong(t("tasks.tray")),
                rx.el.span(
                    rx.cond(TrayState.n_live > 0, t("tasks.tray_count", n=TrayState.n_live), t("tasks.tray_idle")),
                    class_name="qb-sub",
                ),
                style={"display": "flex", "justifyContent": "space-between", "gap": "16px", "alignItems": "baseline"},
            ),
            rx.cond(
                TrayState.rows.length() > 0,
                rx.el.ul(rx.foreach(TrayState.rows, _line), class_name="qb-tray"),
                rx.el.p(t("tasks.empty_text"), class_name="qb-sub"),
            ),
            rx.el.div(
                rx.link(t("tasks.tray_all"), href=routes.TASKS, id="tray-all", size="2"),
                rx.link(t("tasks.schedules"), href=routes.SCHEDULES, id="tray-schedules", size="2"),
                rx.link(t("tasks.notify"), href=routes.PREFERENCES, id="tray-notify", size="2"),
                style={"display": "flex", "gap": "16px"},
            ),
            width="min(380px, calc(100vw - 24px))",
            size="2",
        ),
    )


def _line(row: TaskRow) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.link(row.title, href=row.page, title=row.title, class_name="qb-row-link qb-cut"),
            rx.el.div(
                rx.cond(row.href != "", rx.link(t("tasks.result"), href=row.href, size="1")),
                state_badge(row),
                rx.cond(~row.is_over, steer_buttons(row, where="tray-")),
                class_name="qb-row",
                style={"gap": "6px", "flexWrap": "nowrap"},
            ),
            class_name="qb-tray-head",
        ),
        rx.cond(
            row.status == "running",
            progress(row.progress, label=row.title, stage=stage_text(row.stage), detail=row.eta),
        ),
    )
