"""The page of a run that lives: how far it is, its equity so far, its log, and what can be done about it."""

from typing import Any

import reflex as rx

from quantboard.ui.backtests.live_state import LiveState as S
from quantboard.ui.backtests.live_view import HEIGHT, KINDS, WIDTH, LogLine
from quantboard.ui.look import LookState
from quantboard.ui.parts.button import button
from quantboard.ui.parts.card import card, stack
from quantboard.ui.parts.dialog import confirm
from quantboard.ui.parts.empty import notice
from quantboard.ui.parts.metric import signed
from quantboard.ui.text.catalogue import t

C: Any = S.curve
LABELS = {kind: f"live.type_{kind}" for kind in KINDS}
ICONS = {"fill": "arrow-left-right", "step": "chevron-right", "warning": "triangle-alert"}


def running(bar: rx.Component) -> rx.Component:
    """``bar`` shows stage, percentage, date and time left."""
    return stack(
        card(
            stack(
                rx.cond(S.status == "paused", notice(t("live.paused"), t("live.paused_why"), id="paused"), bar),
                rx.el.p(t("report.leave"), class_name="qb-sub"),
                rx.cond(S.is_mine, _deeds(), rx.fragment()),
            ),
            title=rx.cond(S.status == "paused", t("live.paused"), t("report.running")),
        ),
        rx.cond(S.is_mine, rx.fragment(_equity(), _log()), rx.fragment()),
    )


def _deeds() -> rx.Component:
    pause = button(
        rx.cond(S.is_pausing, t("live.pausing"), t("live.pause")),
        id="pause-run",
        icon="pause",
        disabled=S.is_pausing | S.is_stopping,
        on_click=S.pause,
    )
    resume = button(t("live.resume"), id="resume-run", icon="play", kind="main", on_click=S.resume)
    stop = confirm(
        button(
            rx.cond(S.is_stopping, t("live.stopping"), t("live.stop")),
            id="cancel",
            icon="square",
            kind="danger",
            disabled=S.is_stopping,
        ),
        title=t("live.stop_ask"),
        text=t("live.stop_why"),
        go=t("live.stop"),
        on_confirm=S.stop,
        id="cancel",
    )
    tell = rx.cond(
        LookState.notifications,
        rx.el.span(rx.icon("bell", size=14), t("live.notify_on"), class_name="qb-sub qb-row", style={"gap": "6px"}),
        button(t("live.notify"), id="notify-run", icon="bell", kind="quiet", size="1", on_click=S.notify),
    )
    return rx.el.div(rx.cond(S.status == "paused", resume, pause), stop, tell, class_name="qb-row")


def _equity() -> rx.Component:
    drawing = rx.el.svg(
        rx.el.svg.polygon(points=C.area, style={"fill": "var(--accent-a4)"}),
        rx.el.svg.line(
            x1="0", x2=str(WIDTH), y1=C.base, y2=C.base, style={"stroke": "var(--gray-a7)", "strokeDasharray": "4 4"}
        ),
        rx.el.svg.polyline(
            points=C.points,
            style={
                "fill": "none",
                "stroke": "var(--accent-9)",
                "strokeWidth": "1.8",
                "vectorEffect": "non-scaling-stroke",
            },
        ),
        view_box=f"0 0 {WIDTH} {HEIGHT}",
        preserve_aspect_ratio="none",
        role="img",
        aria_label=t("live.equity"),
        style={"width": "100%", "height": "220px", "display": "block"},
    )
    return card(
        rx.cond(C.points != "", drawing, rx.el.p(t("live.no_equity"), class_name="qb-sub", style={"margin": 0})),
        title=t("live.equity"),
        lead=rx.cond(C.points != "", t("live.equity_lead", n=C.n_bars, all=C.n_period), ""),
        actions=[
            rx.cond(
                C.points != "",
                rx.el.span(rx.el.strong(C.value, id="live-value"), " ", signed(C.change, C.sign), class_name="qb-num"),
            )
        ],
        id="live-equity",
    )


def _log() -> rx.Component:
    kinds = rx.el.select(
        rx.el.option(t("live.all"), value=""),
        *[rx.el.option(t(key), value=kind) for kind, key in LABELS.items()],
        id="log-kind",
        value=S.kind,
        on_change=S.choose_kind,
        aria_label=t("live.type"),
        class_name="qb-input qb-select",
    )
    tools = rx.el.div(
        kinds,
        _word("log-date", S.date, S.type_date, "live.date"),
        _word("log-symbol", S.symbol, S.type_symbol, "live.symbol"),
        class_name="qb-filters",
        style={"marginBottom": "10px"},
    )
    lines: Any = S.lines
    shown = rx.cond(
        S.lines.length() > 0,
        rx.el.div(
            rx.foreach(lines, _line),
            class_name="qb-log",
            role="log",
            tab_index=0,
            aria_label=t("live.log"),
            style={"maxHeight": "320px", "overflowY": "auto", "whiteSpace": "normal"},
            id="live-log",
        ),
        rx.el.p(rx.cond(S.has_log, t("live.nothing_fits"), t("live.no_log")), class_name="qb-sub", id="live-log"),
    )
    return card(rx.el.div(tools, shown), title=t("live.log"))


def _word(name: str, value: Any, on_change: Any, key: str) -> rx.Component:
    return rx.debounce_input(
        rx.el.input(
            id=name,
            value=value,
            on_change=on_change,
            placeholder=t(key),
            aria_label=t(key),
            class_name="qb-input",
            style={"width": "auto", "flex": "0 1 170px", "minWidth": "110px"},
        ),
        debounce_timeout=250,
    )


def _line(line: LogLine) -> rx.Component:
    icons = [(kind, rx.icon(icon, size=13, aria_hidden="true")) for kind, icon in ICONS.items()]
    names = [(kind, t(key)) for kind, key in LABELS.items()]
    return rx.el.div(
        rx.el.span(rx.match(line.kind, *icons, rx.fragment()), title=rx.match(line.kind, *names, "")),
        rx.el.span(line.at, class_name="qb-sub qb-num", style={"whiteSpace": "nowrap"}),
        rx.cond(line.symbol != "", rx.el.strong(line.symbol), rx.fragment()),
        rx.el.span(line.text),
        class_name="qb-row",
        style={"gap": "8px", "alignItems": "baseline", "padding": "1px 0"},
    )


def stopped_empty() -> rx.Component:
    """A run that was stopped too early to leave anything."""
    return notice(t("live.stopped_empty"), t("live.stopped_empty_why"), kind="warn", id="stopped-empty")
