"""One indicator: its curves on a dataset, its parameters by form and slider, its formula and an example."""

from typing import Any

import reflex as rx

from quantboard.ui import routes
from quantboard.ui.indicators.detail_state import IndicatorState as S
from quantboard.ui.indicators.look import category_of, spoken, styled
from quantboard.ui.indicators.views import ParamRow
from quantboard.ui.parts.badge import badge
from quantboard.ui.parts.button import button, link_button
from quantboard.ui.parts.card import card, row, split, stack
from quantboard.ui.parts.empty import empty, loading, notice
from quantboard.ui.parts.field import field_grid, number_field, select_field
from quantboard.ui.parts.figure.figure import figure
from quantboard.ui.parts.page_header import page_header
from quantboard.ui.parts.table import cell, number_cell
from quantboard.ui.sample import sample_button
from quantboard.ui.session import SessionState
from quantboard.ui.text.catalogue import t

CARD: Any = S.card


def detail_page() -> rx.Component:
    """Everything about one entry."""
    return styled(
        rx.cond(
            S.is_loaded,
            stack(
                page_header(
                    spoken(CARD.name, CARD.name_zh),
                    spoken(CARD.meaning, CARD.meaning_zh),
                    crumbs=((t("indicators.title"), routes.INDICATORS),),
                    actions=_actions(),
                ),
                split(_main(), _about()),
                gap="0",
            ),
            loading(t("common.loading")),
        ),
    )


def _actions() -> list[rx.Component]:
    star = rx.cond(
        CARD.is_favourite,
        button(t("indicators.unmark"), id="unmark-indicator", icon="star", on_click=S.mark(False)),
        button(t("indicators.mark"), id="mark-indicator", icon="star", on_click=S.mark(True)),
    )
    switch = rx.cond(
        CARD.is_off,
        button(t("indicators.switch_on"), id="switch-on-indicator", icon="power", on_click=S.switch(False)),
        button(t("indicators.switch_off"), id="switch-off-indicator", icon="power-off", on_click=S.switch(True)),
    )
    return [star, rx.cond(SessionState.role == "admin", switch, rx.fragment())]


def _main() -> rx.Component:
    return rx.cond(
        S.is_drawn,
        stack(_settings(), _preview()),
        card(notice(t("indicators.tool_text"))),
    )


def _settings() -> rx.Component:
    data = field_grid(
        select_field(
            t("indicators.dataset"),
            name="indicator-data",
            value=S.data_id,
            on_change=S.choose_data,
            options=S.choices,
        ),
        select_field(
            t("indicators.symbol"),
            name="indicator-symbol",
            value=S.symbol,
            on_change=S.choose_symbol,
            options=S.symbols,
        ),
        least="200px",
    )
    params = rx.cond(
        S.params.length() > 0,
        stack(
            field_grid(rx.foreach(S.params, _param), least="200px"),
            rx.cond(
                S.rules != "",
                rx.el.p(t("indicators.rules", rules=S.rules), class_name="qb-help"),
                rx.fragment(),
            ),
            gap="8px",
        ),
        rx.el.p(t("indicators.no_params"), class_name="qb-help"),
    )
    return card(stack(rx.cond(S.data_id != "", data, rx.fragment()), params), title=t("indicators.parameters"))


def _param(one: ParamRow) -> rx.Component:
    slider = rx.debounce_input(
        rx.el.input(
            type="range",
            min=one.low,
            max=one.slider_high,
            step=one.step,
            value=one.value,
            on_change=lambda value: S.set_param(one.name, value),
            aria_label=t("indicators.slider", name=one.name),
            class_name="qb-indicator-slider",
        ),
        debounce_timeout=150,
    )
    return rx.el.div(
        number_field(
            one.name,
            name=f"param-{one.name}",
            value=one.value,
            on_change=lambda value: S.set_param(one.name, value),
            help=t("indicators.range", low=one.low, high=one.high),
            error=one.error,
        ),
        slider,
    )


def _preview() -> rx.Component:
    nothing = empty(
        "database",
        t("indicators.no_data"),
        t("indicators.no_data_text"),
        action=link_button(t("indicators.to_data"), href=routes.DATA, id="indicator-to-data", kind="main"),
        other=sample_button("indicators-sample"),
    )
    drawn = stack(
        figure(S.picture, label=t("indicators.chart_label")),
        rx.el.div(
            rx.el.table(
                rx.el.thead(
                    rx.el.tr(
                        rx.el.th(t("indicators.time"), scope="col"),
                        rx.el.th(t("indicators.close"), scope="col", class_name="qb-num"),
                        rx.foreach(S.outputs, lambda name: rx.el.th(name, scope="col", class_name="qb-num")),
                    )
                ),
                rx.el.tbody(rx.foreach(S.table, _line)),
                class_name="qb-table",
                aria_label=t("indicators.table_label"),
            ),
            class_name="qb-table-frame",
            tab_index=0,
            role="region",
            aria_label=t("indicators.table_label"),
            style={"maxHeight": "420px", "overflow": "auto"},
        ),
    )
    shown = rx.cond(S.problem != "", notice(S.problem, kind="bad", hint=S.hint), drawn)
    return card(
        rx.cond(S.data_id == "", nothing, shown),
        title=t("indicators.preview"),
        lead=t("indicators.preview_lead", n=500),
    )


def _line(values: rx.Var[list[str]]) -> rx.Component:
    return rx.el.tr(
        rx.foreach(values, lambda text, n: rx.cond(n == 0, cell(text), number_cell(text))),
    )


def _about() -> rx.Component:
    facts = [
        (t("indicators.inputs"), S.inputs),
        (t("indicators.outputs"), S.outputs.join(", ")),
        (t("indicators.warm_up"), t("indicators.bars", n=S.warm_up)),
        (t("indicators.source"), S.origin),
    ]
    return stack(
        card(
            badge(category_of(CARD.category), "quiet"),
            rx.cond(CARD.is_off, badge(t("indicators.off"), "warn"), rx.fragment()),
            rx.el.dl(
                rx.el.dt(t("indicators.formula")),
                rx.el.dd(rx.el.p(S.formula, class_name="qb-indicator-formula")),
                *[part for name, value in facts for part in (rx.el.dt(name), rx.el.dd(value))],
                class_name="qb-indicator-facts",
            ),
            title=t("indicators.about"),
        ),
        card(
            stack(
                rx.el.code(S.example, class_name="qb-indicator-usage", id="indicator-example"),
                row(
                    button(t("indicators.copy"), id="copy-indicator", icon="copy", on_click=S.copy),
                    rx.cond(
                        SessionState.role == "viewer",
                        rx.fragment(),
                        button(t("indicators.use"), id="use-indicator", icon="code-xml", kind="main", on_click=S.use),
                    ),
                ),
            ),
            title=t("indicators.example"),
        ),
    )
