"""The tray of the top bar: a count that lives, and the newest tasks."""

import reflex as rx

from quantboard.ui import routes
from quantboard.ui.parts.badge import status_badge
from quantboard.ui.parts.progress import progress
from quantboard.ui.tasks.row import TaskRow, stage_text
from quantboard.ui.tasks.tray_state import TrayState
from quantboard.ui.text.catalogue import t


def tray() -> rx.Component:
    """The button with its count, and what it opens."""
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
            rx.el.div(rx.foreach(TrayState.rows, _line), style={"display": "grid", "gap": "2px", "margin": "8px 0"}),
            rx.link(t("tasks.tray_all"), href=routes.TASKS, id="tray-all", size="2"),
            width="340px",
            size="2",
        ),
    )


def _line(row: TaskRow) -> rx.Component:
    title = rx.el.span(
        row.title, title=row.title, style={"overflow": "hidden", "textOverflow": "ellipsis", "whiteSpace": "nowrap"}
    )
    return rx.el.div(
        rx.el.div(
            rx.cond(row.href != "", rx.link(title, href=row.href, class_name="qb-row-link"), title),
            status_badge(row.status),
            style={"display": "flex", "justifyContent": "space-between", "gap": "12px", "minWidth": "0"},
        ),
        rx.cond(
            row.status == "running",
            progress(row.progress, label=row.title, stage=stage_text(row.stage), detail=row.eta),
        ),
        style={"padding": "6px 0", "borderBottom": "1px solid var(--gray-4)", "fontSize": "13px", "minWidth": "0"},
    )
