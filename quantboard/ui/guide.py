"""A guide as people see it: a card beneath the page that points at what is meant, and the list of all guides."""

from typing import Any

import reflex as rx

from quantboard.services.guides import DONE, OPEN, SKIPPED
from quantboard.ui import routes
from quantboard.ui.guide_state import GuideRow, GuideState
from quantboard.ui.look import LookState
from quantboard.ui.parts.badge import badge
from quantboard.ui.parts.button import button, icon_button, link_button
from quantboard.ui.parts.panel.panel import panel
from quantboard.ui.session import BEGINNER, SessionState
from quantboard.ui.text.catalogue import t


def guide_card() -> rx.Component:
    """On every page while a guide leads; never in the way of anything, and Esc puts it away."""
    state = GuideState
    last = state.step == state.n_steps
    return panel(
        rx.el.div(
            rx.el.h2(state.title, id="guide-title"),
            rx.el.span(t("guide.step", n=state.step, m=state.n_steps), class_name="qb-sub", id="guide-step"),
            icon_button(t("guide.leave"), "x", id="guide-leave", on_click=state.leave),
            class_name="qb-tour-head",
        ),
        rx.el.p(state.text, class_name="qb-tour-text", id="guide-text"),
        rx.el.div(
            button(t("guide.skip"), id="guide-skip", kind="quiet", size="1", on_click=state.skip),
            rx.cond(
                state.is_here,
                rx.fragment(),
                link_button(t("guide.go"), href=state.href, id="guide-go", icon="arrow-right"),
            ),
            button(t("common.back"), id="guide-back", on_click=state.back, disabled=state.step == 1),
            button(
                rx.cond(last, t("guide.finish"), t("common.next")), id="guide-next", kind="main", on_click=state.forward
            ),
            class_name="qb-tour-foot",
        ),
        is_open=state.key != "",
        label=t("guide.label", name=state.name),
        target=state.target,
        on_close=state.leave,
        id="guide",
        class_name="qb-tour",
    )


def coach(key: str, *, topic: str, guide: str = "", is_apart: bool = False) -> rx.Component:
    """What a page is for, for beginners; experts have their ``?``. ``is_apart``: with space of its own beneath."""
    show_me = button(
        t("coach.show_me"), id=f"coach-{key}-guide", icon="footprints", size="1", on_click=GuideState.begin(guide)
    )
    box = rx.el.aside(
        rx.icon("lightbulb", size=17, aria_hidden="true"),
        rx.el.p(
            t(f"coach.{key}"),
            " ",
            rx.link(t("coach.more"), href=routes.help_topic(topic), size="2", id=f"coach-{key}-more"),
        ),
        show_me if guide else rx.fragment(),
        class_name="qb-coach qb-coach-apart" if is_apart else "qb-coach",
        id=f"coach-{key}",
        aria_label=t("coach.label"),
    )
    return rx.cond((SessionState.mode == BEGINNER) & LookState.tooltips, box, rx.fragment())


def guide_list(on_begin: Any = None) -> rx.Component:
    """Every guide with where it stands, to begin, take up, repeat or unmark; ``on_begin`` happens at a begin too."""
    return rx.el.section(
        rx.el.h3(
            t("guide.all"), " ", rx.el.span(t("guide.done_of", n=GuideState.n_done, m=GuideState.rows.length()),
            class_name="qb-sub", id="guides-done"),
        ),
        rx.el.ul(rx.foreach(GuideState.rows, lambda row: _row(row, on_begin)), class_name="qb-guides"),
        class_name="qb-drawer-part",
        id="guides",
    )  # fmt: skip


def _row(row: GuideRow, on_begin: Any) -> rx.Component:
    is_begun = (row.state == OPEN) & (row.step > 0)
    go = rx.cond(
        row.state == OPEN,
        rx.cond(is_begun, t("guide.resume", n=row.step, m=row.n_steps), t("guide.start")),
        t("guide.again"),
    )
    return rx.el.li(
        rx.el.div(
            rx.el.span(row.title, class_name="qb-hit-title"),
            rx.match(
                row.state,
                (DONE, badge(t("guide.state_done"), "good", "check")),
                (SKIPPED, badge(t("guide.state_skipped"))),
                rx.fragment(),
            ),
            class_name="qb-row",
        ),
        rx.el.p(row.lead, class_name="qb-hit-text"),
        rx.el.div(
            button(
                go,
                id="guide-begin-" + row.key,
                size="1",
                on_click=[GuideState.begin(row.key), *([on_begin] if on_begin is not None else [])],
            ),
            rx.cond(
                row.state == OPEN,
                rx.fragment(),
                button(
                    t("guide.unmark"),
                    id="guide-unmark-" + row.key,
                    kind="quiet",
                    size="1",
                    on_click=GuideState.unmark(row.key),
                ),
            ),
            class_name="qb-row",
        ),
        key=row.key,
    )
