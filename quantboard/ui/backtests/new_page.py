"""The run form: what, on which data, with which money; the summary beside it and Start beneath the summary."""

from typing import Any

import reflex as rx

from quantboard.ui import routes
from quantboard.ui.backtests.form import ParamField
from quantboard.ui.backtests.new_sections import benchmark, error_of, market_card, sections, typed, universe
from quantboard.ui.backtests.new_state import NewBacktestState as S
from quantboard.ui.backtests.setup_card import setups_card
from quantboard.ui.backtests.setup_state import SetupState
from quantboard.ui.guide import coach
from quantboard.ui.parts.button import button, link_button
from quantboard.ui.parts.card import card, split, stack
from quantboard.ui.parts.empty import empty, loading, notice
from quantboard.ui.parts.field import (
    date_field,
    field,
    field_grid,
    select_field,
    text_field,
)
from quantboard.ui.parts.listing import delete_question
from quantboard.ui.parts.page_header import page_header
from quantboard.ui.sample import sample_button
from quantboard.ui.session import is_expert
from quantboard.ui.text.catalogue import t

ERRORS: Any = S.errors
PRESETS = (
    *(("half", "run.year_half"), ("year", "run.this_year"), ("1", "run.year_1"), ("3", "run.year_3")),
    *(("5", "run.year_5"), ("10", "run.year_10"), ("all", "run.whole")),
)


def new_page() -> rx.Component:
    """The form of a run."""
    return stack(
        page_header(t("run.title"), t("run.lead"), crumbs=((t("backtests.title"), routes.BACKTESTS),)),
        coach("run", topic="backtest-settings", is_apart=True),
        rx.cond(
            S.is_loaded,
            rx.cond(
                S.strategy_options.length() == 0,
                card(_nothing("square-function", "run.no_strategy", routes.STRATEGIES, "run.go_strategies")),
                rx.cond(
                    S.dataset_options.length() == 0,
                    card(_nothing("database", "run.no_data", routes.DATA, "run.go_data")),
                    split(_form(), _summary()),
                ),
            ),
            loading(t("common.loading")),
        ),
        delete_question(SetupState),
        gap="0",
    )


def _nothing(icon: str, key: str, href: str, go: str) -> rx.Component:
    return empty(
        icon,
        t(key),
        t(f"{key}_why"),
        action=link_button(t(go), href=href, id=go.replace(".", "-"), kind="main"),
        other=sample_button("run-sample") if href == routes.DATA else None,
    )


def _form() -> rx.Component:
    return stack(setups_card(), _strategy(), _data(), market_card(), *sections())


def _strategy() -> rx.Component:
    choose = select_field(
        t("run.what"),
        name="strategy",
        value=S.strategy_id,
        on_change=S.choose_strategy,
        options=S.strategy_options,
        error=error_of("strategy"),
    )
    params = rx.cond(
        S.params.length() > 0,
        rx.el.div(
            rx.foreach(S.params, _param),
            class_name="qb-field-grid",
            style={"gridTemplateColumns": "repeat(auto-fit, minmax(min(200px, 100%), 1fr))"},
            id="params",
        ),
        rx.el.p(t("run.no_params"), class_name="qb-sub"),
    )
    rules = rx.cond(S.rules != "", rx.el.p(t("run.rules", rules=S.rules), class_name="qb-help"), rx.fragment())
    named = text_field(t("run.name"), **typed("name"), help=t("run.name_help"), max_length=120)
    return card(stack(field_grid(choose, named), params, rules), title=t("run.what"), lead=t("run.what_lead"))


def _param(param: ParamField) -> rx.Component:
    name = "param-" + param.name
    choices = rx.el.select(
        rx.foreach(param.choices, lambda choice: rx.el.option(choice, value=choice)),
        id=name,
        value=param.value,
        on_change=lambda value: S.set_param(param.name, value),
        class_name="qb-input qb-select",
    )
    flag = rx.switch(
        id=name, checked=param.value == "true", on_change=lambda is_on: S.set_param_flag(param.name, is_on), size="1"
    )
    typed = rx.debounce_input(
        rx.el.input(
            id=name,
            value=param.value,
            on_change=lambda value: S.set_param(param.name, value),
            aria_invalid=param.error != "",
            input_mode="decimal",
            class_name="qb-input",
        ),
        debounce_timeout=250,
        force_notify_on_blur=True,
    )
    control = rx.match(param.kind, ("choice", choices), ("bool", flag), typed)
    return rx.el.div(
        rx.el.label(param.label, rx.el.span(param.limits, class_name="qb-sub"), html_for=name, class_name="qb-label"),
        control,
        rx.cond(
            param.error != "",
            rx.el.p(rx.el.span(param.error), class_name="qb-error", role="alert"),
            rx.el.p(param.help, class_name="qb-help"),
        ),
        class_name="qb-field",
    )


def _data() -> rx.Component:
    presets = rx.el.div(
        *[
            button(t(key), id=f"period-{years}", kind="plain", size="1", on_click=S.preset(years))
            for years, key in PRESETS
        ],
        class_name="qb-row",
    )
    return card(
        stack(
            select_field(
                t("backtests.dataset"),
                name="dataset",
                value=S.dataset_id,
                on_change=S.choose_dataset,
                options=S.dataset_options,
                error=error_of("data"),
            ),
            field(t("run.symbols"), _symbols(), name="symbols", error=error_of("symbols")),
            text_field(
                t("run.paste"),
                name="paste-symbols",
                value=S.pasted,
                on_change=S.paste_symbols,
                help=t("run.paste_help"),
                error=S.not_there,
                max_length=8000,
            ),
            field_grid(
                date_field(t("common.from"), **typed("from"), min=S.first, max=S.last),
                date_field(t("common.to"), **typed("to"), min=S.first, max=S.last),
            ),
            rx.el.div(
                presets,
                rx.el.span(t("run.covers", first=S.first, last=S.last), class_name="qb-sub"),
                class_name="qb-row",
            ),
            universe(),
            benchmark(),
        ),
        title=t("run.section_period"),
    )


def _symbols() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.foreach(S.symbols, _chip),
            class_name="qb-row",
            style={"gap": "6px", "maxHeight": "152px", "overflowY": "auto"},
            role="group",
            aria_label=t("run.symbols"),
        ),
        rx.el.div(
            rx.el.span(t("run.chosen", n=S.chosen.length(), all=S.n_symbols), class_name="qb-sub"),
            button(t("run.all_symbols"), id="all-symbols", kind="quiet", size="1", on_click=S.choose_all(True)),
            button(t("run.no_symbols"), id="no-symbols", kind="quiet", size="1", on_click=S.choose_all(False)),
            class_name="qb-row",
            style={"gap": "14px", "marginTop": "8px"},
        ),
        id="symbols",
    )


def _chip(symbol: Any) -> rx.Component:
    is_on = S.chosen.contains(symbol)
    return rx.button(
        rx.cond(is_on, rx.icon("check", size=12), rx.icon("plus", size=12)),
        symbol,
        type="button",
        size="1",
        variant=rx.cond(is_on, "soft", "outline"),
        color_scheme=rx.cond(is_on, "iris", "gray"),
        aria_pressed=is_on,
        on_click=S.toggle(symbol),
        class_name="qb-chip",
    )


def _costly() -> rx.Component:
    """The shorter period that is offered, where there is one."""
    offer = rx.cond(
        S.weight.shorter != "",
        button(S.weight.shorter, id="shorten", icon="scissors", size="1", on_click=S.shorten),
        rx.fragment(),
    )
    return notice(t("run.costly"), t("run.costly_why"), kind="warn", hint=offer, id="costly")


def _summary() -> rx.Component:
    is_long = S.weight.is_costly & ~S.weight.is_too_big
    start = button(
        rx.cond(is_long, t("run.start_anyway"), t("run.start")),
        id="start",
        icon="play",
        kind="main",
        on_click=S.start,
        disabled=(S.reason != "") | S.is_starting,
        loading=S.is_starting,
        style={"width": "100%"},
    )
    reason = rx.cond(
        S.reason != "",
        rx.el.p(rx.icon("circle-alert", size=14), rx.el.span(S.reason), class_name="qb-error", id="start-reason"),
        rx.fragment(),
    )
    return card(
        stack(
            rx.el.div(
                rx.foreach(S.summary, lambda line: rx.el.p(line, style={"margin": "0 0 8px"})),
                id="summary",
                aria_live="polite",
            ),
            rx.cond(
                ERRORS.contains("form"),
                rx.el.p(rx.el.span(ERRORS["form"]), class_name="qb-error", role="alert"),
                rx.fragment(),
            ),
            rx.cond(S.weight.line != "", rx.el.p(S.weight.line, class_name="qb-sub", id="estimate"), rx.fragment()),
            rx.cond(S.weight.is_costly, _costly(), rx.fragment()),
            start,
            reason,
            rx.cond(
                is_expert(),
                rx.fragment(),
                button(
                    t("run.defaults"),
                    id="use-defaults",
                    icon="undo-2",
                    kind="quiet",
                    size="1",
                    on_click=S.use_defaults,
                ),
            ),
            gap="12px",
        ),
        title=t("run.summary"),
    )
