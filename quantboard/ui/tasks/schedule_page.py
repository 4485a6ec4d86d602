"""Schedules: what the clock starts, and when next."""

from typing import Any

import reflex as rx

from quantboard.services.schedules import NIGHTLY
from quantboard.ui import routes
from quantboard.ui.parts.badge import badge
from quantboard.ui.parts.button import button, icon_button
from quantboard.ui.parts.card import card, row, stack
from quantboard.ui.parts.dialog import confirm_when
from quantboard.ui.parts.empty import empty, loading
from quantboard.ui.parts.field import field, field_grid, text_field
from quantboard.ui.parts.page_header import page_header
from quantboard.ui.parts.table import Column, cell, number_cell, table, table_row
from quantboard.ui.session import SessionState
from quantboard.ui.tasks.row import kind_text
from quantboard.ui.tasks.schedule_state import BACKUP, CLEAN, PRESETS, RUN, LeavingRow, ScheduleRow, ScheduleState
from quantboard.ui.text.catalogue import t

S: Any = ScheduleState  # its vars are indexed by name
SORTS = ("uploads", "trash", "tasks", "logs", "checkpoints", "results", "half_made", "caches")


def schedule_page() -> rx.Component:
    """The page."""
    new = button(t("schedules.new"), id="new-schedule", icon="plus", kind="main", on_click=S.open_form(""))
    return rx.fragment(
        page_header(
            t("schedules.title"),
            t("schedules.lead"),
            actions=[rx.cond(SessionState.role != "viewer", new)],
            crumbs=[(t("tasks.title"), routes.TASKS)],
        ),
        stack(
            rx.cond(S.is_open, _form()),
            rx.cond(S.is_loaded, rx.cond(S.rows.length() > 0, _list(), _nothing()), loading(t("common.loading"))),
            rx.cond(SessionState.role == "admin", _clean_up()),
        ),
        _question(),
    )


def _nothing() -> rx.Component:
    first = button(t("schedules.new"), id="first-schedule", icon="plus", kind="main", on_click=S.open_form(""))
    return card(empty("calendar-clock", t("schedules.empty"), t("schedules.empty_text"), action=first))


def _list() -> rx.Component:
    columns = [
        Column(t("common.name")),
        Column(t("schedules.when"), width="220px"),
        Column(t("schedules.next"), width="170px"),
        Column(t("schedules.last"), width="170px"),
        Column(t("schedules.on"), width="70px"),
        Column("", width="110px"),
    ]
    return card(table(columns, rx.foreach(S.rows, _row), label=t("schedules.title")), flush=True)


def _row(one: ScheduleRow) -> rx.Component:
    return table_row(
        cell(
            rx.el.strong(
                rx.cond(one.is_built_in & (one.name == NIGHTLY), t("schedules.nightly"), one.name),
                style={"fontWeight": 550},
            ),
            rx.cond(one.is_built_in, badge(t("schedules.built_in"), style={"marginLeft": "8px"})),
            rx.el.div(kind_text(one.kind), rx.cond(one.owner != "", rx.el.span(" · ", one.owner)), class_name="qb-sub"),
            rx.cond(one.problem != "", rx.el.div(one.problem, class_name="qb-error")),
        ),
        cell(rx.el.code(one.cron), rx.el.div(one.zone, class_name="qb-sub")),
        cell(
            rx.cond(one.next != "", rx.el.span(one.next, title=one.later), rx.el.span(t("schedules.off"))),
            class_name="qb-num-left",
        ),
        cell(
            rx.cond(
                one.last_href != "",
                rx.link(rx.cond(one.last != "", one.last, t("schedules.by_hand")), href=one.last_href, size="2"),
                rx.el.span(t("schedules.never"), class_name="qb-sub"),
            )
        ),
        cell(
            rx.switch(
                checked=one.is_enabled,
                on_change=lambda is_on: S.switch(one.id, is_on),
                size="1",
                custom_attrs={"aria-label": one.name, "id": "switch-" + one.id},
            )
        ),
        cell(
            rx.el.div(
                icon_button(t("schedules.run_now"), "play", id="run-" + one.id, on_click=S.run_now(one.id)),
                icon_button(t("schedules.change"), "pencil", id="change-" + one.id, on_click=S.open_form(one.id)),
                rx.cond(
                    ~one.is_built_in,
                    icon_button(t("common.delete"), "trash-2", id="del-" + one.id, on_click=S.ask(one.id, one.name)),
                ),
                style={"display": "flex", "gap": "2px", "justifyContent": "flex-end"},
            )
        ),
        key=one.id,
        custom_attrs={"data-schedule": one.id},
    )


def _form() -> rx.Component:
    return card(
        stack(
            field_grid(
                rx.cond(~S.is_editing, _kind()),
                rx.cond(~S.is_editing & (S.form["kind"] == RUN), _run()),
                text_field(
                    t("common.name"),
                    name="schedule-name",
                    value=S.form["name"],
                    on_change=lambda value: S.fill("name", value),
                    error=S.errors["name"],
                    max_length=120,
                ),
                least="220px",
            ),
            field_grid(_cron(), _zone(), _coming(), least="220px"),
            row(
                button(t("common.save"), id="save-schedule", kind="main", on_click=S.save),
                button(t("common.cancel"), id="close-schedule", on_click=S.close_form),
            ),
        ),
        title=rx.cond(S.is_editing, t("schedules.change"), t("schedules.new")),
        id="schedule-form",
    )


def _kind() -> rx.Component:
    is_admin = SessionState.role == "admin"
    return field(
        t("schedules.kind"),
        rx.el.select(
            rx.el.option(t("schedules.kind_run"), value=RUN),
            rx.cond(is_admin, rx.el.option(t("tasks.kind.upkeep.backup"), value=BACKUP)),
            rx.cond(is_admin, rx.el.option(t("tasks.kind.upkeep.clean"), value=CLEAN)),
            id="schedule-kind",
            value=S.form["kind"],
            on_change=lambda value: S.fill("kind", value),
            class_name="qb-input qb-select",
        ),
        name="schedule-kind",
        error=S.errors["kind"],
    )


def _run() -> rx.Component:
    return field(
        t("schedules.run"),
        rx.el.select(
            rx.el.option(t("schedules.choose_run"), value=""),
            rx.foreach(S.runs, lambda one: rx.el.option(one[2], value=one[0])),
            id="schedule-run",
            value=S.form["backtest"],
            on_change=lambda value: S.fill("backtest", value),
            class_name="qb-input qb-select",
        ),
        name="schedule-run",
        error=S.errors["backtest"],
    )


def _cron() -> rx.Component:
    presets = [
        rx.el.button(
            t(f"schedules.preset_{name}"),
            type="button",
            id=f"preset-{name}",
            class_name=rx.cond(S.form["cron"] == line, "qb-pill qb-pill-here", "qb-pill"),
            on_click=S.preset(name),
        )
        for name, line in PRESETS.items()
    ]
    return rx.el.div(
        text_field(
            t("schedules.cron"),
            name="schedule-cron",
            value=S.form["cron"],
            on_change=lambda value: S.fill("cron", value),
            help=t("schedules.cron_help"),
            error=S.errors["cron"],
            spell_check=False,
        ),
        rx.el.div(*presets, class_name="qb-pills", style={"marginTop": "8px"}),
    )


def _zone() -> rx.Component:
    zones: Any = rx.foreach(S.zones, lambda zone: rx.el.option(zone, value=zone))
    return field(
        t("schedules.zone"),
        rx.el.select(
            zones,
            id="schedule-zone",
            value=S.form["zone"],
            on_change=lambda value: S.fill("zone", value),
            class_name="qb-input qb-select",
        ),
        name="schedule-zone",
        help=t("schedules.zone_help"),
        error=S.errors["zone"],
    )


def _coming() -> rx.Component:
    return rx.el.div(
        rx.el.span(t("schedules.coming"), class_name="qb-label"),
        rx.el.ol(
            rx.foreach(S.coming, lambda at: rx.el.li(at)),
            id="coming",
            class_name="qb-num",
            style={
                "margin": "6px 0 0",
                "paddingLeft": "0",
                "listStyle": "none",
                "fontSize": "13.5px",
                "textAlign": "left",
            },
        ),
        class_name="qb-field",
    )


def _clean_up() -> rx.Component:
    columns = [
        Column(t("schedules.what")),
        Column(t("schedules.n_things"), is_number=True),
        Column(t("schedules.size"), is_number=True),
        Column(t("schedules.after_days"), is_number=True),
    ]
    return card(
        rx.cond(S.is_looked, table(columns, rx.foreach(S.leaving, _leaving), label=t("schedules.would_go"))),
        title=t("schedules.clean_up"),
        lead=t("schedules.clean_up_lead"),
        actions=[
            button(t("schedules.look"), id="preview-cleanup", icon="eye", on_click=S.look),
            rx.cond(S.is_looked, button(t("schedules.clean_now"), id="clean-now", on_click=S.clean_up)),
        ],
        id="clean-up",
        flush=True,
    )


def _leaving(one: LeavingRow) -> rx.Component:
    names = [(name, t(f"schedules.sort_{name}")) for name in SORTS]
    return table_row(
        cell(rx.match(one.what, *names, one.what)), number_cell(one.n), number_cell(one.size), number_cell(one.after)
    )


def _question() -> rx.Component:
    return confirm_when(
        S.removing != "",
        S.answer,
        title=t("schedules.remove_ask"),
        text=rx.fragment(
            rx.el.strong(S.removing_name, style={"display": "block", "marginBottom": "4px"}), t("schedules.remove_text")
        ),
        go=t("common.delete"),
        on_confirm=S.remove,
        danger=True,
        id="remove-schedule",
    )
