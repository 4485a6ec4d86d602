"""The checklist of the first three steps, and beyond it the one next step."""

from typing import Any

import reflex as rx

from quantboard.services.guides import FIRST
from quantboard.services.onboarding import LOOK, MORE, READ, REPAIR, WATCH
from quantboard.ui import routes
from quantboard.ui.guide_state import GuideState
from quantboard.ui.guide_stops import TEMPLATE
from quantboard.ui.home.home_state import HomeState, StepRow
from quantboard.ui.parts.badge import badge
from quantboard.ui.parts.button import button, link_button
from quantboard.ui.parts.card import card
from quantboard.ui.text.catalogue import t

WAYS = {"data": routes.IMPORT, "strategy": routes.new_strategy(TEMPLATE), "backtest": routes.NEW_BACKTEST}
BEYOND = {WATCH: "", REPAIR: "", READ: "", MORE: routes.NEW_BACKTEST, LOOK: routes.BACKTESTS}


def next_step() -> rx.Component:
    """One sentence, and the button that does it."""
    ways: list[tuple[str, Any]] = [(key, _go(key, href)) for key, href in WAYS.items()]
    ways += [(key, _go(key, href or HomeState.next_href)) for key, href in BEYOND.items()]
    words = [(key, t(f"next.{key}")) for key in (*WAYS, *BEYOND)]
    return rx.el.section(
        rx.icon("circle-arrow-right", size=18, aria_hidden="true"),
        rx.el.p(rx.el.strong(t("next.title")), " ", rx.match(HomeState.next_key, *words, "")),
        rx.el.div(
            rx.cond(HomeState.next_key == "data", _sample("next-sample"), rx.fragment()),
            rx.match(HomeState.next_key, *ways, rx.fragment()),
            class_name="qb-actions",
        ),
        class_name="qb-next",
        id="next-step",
    )


def _go(key: str, href: Any) -> rx.Component:
    return link_button(t(f"next.{key}_go"), href=href, id=f"next-{key}", kind="plain" if key == "data" else "main")


def _sample(id: str) -> rx.Component:
    return button(
        t("common.load_sample"),
        id=id,
        kind="main",
        on_click=HomeState.load_sample,
        loading=HomeState.is_sampling,
    )


def checklist() -> rx.Component:
    """Three steps; the first open one is marked."""
    is_over = HomeState.n_done == 3
    return card(
        rx.el.ol(rx.foreach(HomeState.steps, _step), class_name="qb-steps"),
        rx.cond(is_over, next_step(), rx.fragment()),
        title=t("steps.title"),
        lead=rx.cond(is_over, t("steps.all_done"), t("steps.progress", n=HomeState.n_done)),
        actions=[
            button(
                t("steps.guide"),
                id="steps-guide",
                icon="footprints",
                size="1",
                on_click=GuideState.begin(FIRST),
            ),
            rx.cond(
                is_over,
                button(t("steps.finish"), id="steps-finish", kind="main", size="1", on_click=HomeState.hide_steps),
                button(t("steps.hide"), id="steps-hide", kind="quiet", size="1", on_click=HomeState.hide_steps),
            ),
        ],
        id="checklist",
    )


def _step(step: StepRow) -> rx.Component:
    look = rx.cond(step.is_now, "qb-step qb-step-now", rx.cond(step.is_done, "qb-step qb-step-done", "qb-step"))
    return rx.el.li(
        rx.el.div(
            rx.el.span(
                rx.cond(step.is_done, rx.icon("check", size=13, aria_hidden="true"), step.number),
                class_name="qb-step-number",
            ),
            rx.match(step.key, *[(key, t(f"steps.{key}")) for key in WAYS], ""),
            rx.el.span(t("guide.step", n=step.number, m=3), class_name="qb-sub qb-step-of"),
            class_name="qb-step-head",
        ),
        rx.el.p(rx.match(step.key, *[(key, t(f"steps.{key}_text")) for key in WAYS], ""), class_name="qb-step-text"),
        rx.el.div(
            rx.cond(
                step.is_done,
                badge(t("steps.done"), "good", "check"),
                rx.match(step.key, *[(key, _way(key, step)) for key in WAYS], rx.fragment()),
            ),
            class_name="qb-step-foot",
        ),
        class_name=look,
    )


def _way(key: str, step: StepRow) -> rx.Component:
    kind = "plain" if key == "data" else "main"
    go = link_button(t(f"steps.{key}_go"), href=WAYS[key], id=f"step-{key}", kind=kind)
    quiet = link_button(t(f"steps.{key}_go"), href=WAYS[key], id=f"step-{key}-later")
    later = rx.cond(
        step.is_skipped,
        rx.fragment(
            badge(t("steps.skipped")),
            button(t("steps.take_up"), id=f"take-up-{key}", kind="quiet", size="1", on_click=HomeState.take_up(key)),
        ),
        rx.cond(
            step.is_now,
            button(t("steps.skip"), id=f"skip-{key}", kind="quiet", size="1", on_click=HomeState.skip(key)),
        ),
    )
    return rx.fragment(
        _sample("step-sample") if key == "data" else rx.fragment(),
        rx.cond(step.is_now, go, quiet) if key != "data" else go,
        later,
    )
