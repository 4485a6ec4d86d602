"""The checklist of the first three steps."""

import reflex as rx

from quantboard.ui import routes
from quantboard.ui.home.home_state import HomeState, StepRow
from quantboard.ui.parts.badge import badge
from quantboard.ui.parts.button import button, link_button
from quantboard.ui.parts.card import card
from quantboard.ui.text.catalogue import t

TEMPLATE = "double_moving_average"
WAYS = {"data": routes.IMPORT, "strategy": routes.new_strategy(TEMPLATE), "backtest": routes.NEW_BACKTEST}


def checklist() -> rx.Component:
    """Three steps; the first open one is marked."""
    return card(
        rx.el.ol(rx.foreach(HomeState.steps, _step), class_name="qb-steps"),
        title=t("steps.title"),
        lead=rx.cond(HomeState.n_done == 3, t("steps.all_done"), t("steps.progress", n=HomeState.n_done)),
        actions=[
            button(t("steps.hide"), id="steps-hide", kind="quiet", size="1", on_click=HomeState.hide_steps),
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
    sample = button(
        t("common.load_sample"),
        id="step-sample",
        kind="main",
        on_click=HomeState.load_sample,
        loading=HomeState.is_sampling,
    )
    return rx.fragment(
        sample if key == "data" else rx.fragment(),
        rx.cond(step.is_now, go, quiet) if key != "data" else go,
        rx.cond(
            step.is_skipped,
            badge(t("steps.skipped")),
            rx.cond(
                step.is_now,
                button(t("steps.skip"), id=f"skip-{key}", kind="quiet", size="1", on_click=HomeState.skip(key)),
            ),
        ),
    )
