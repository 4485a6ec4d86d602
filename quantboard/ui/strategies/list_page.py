"""The strategies: one's own, and the gallery of templates."""

from typing import Any

import reflex as rx

from quantboard.ui import routes
from quantboard.ui.guide import coach
from quantboard.ui.parts.badge import badge
from quantboard.ui.parts.button import icon_button, link_button
from quantboard.ui.parts.card import card, columns, row, stack
from quantboard.ui.parts.empty import empty, loading
from quantboard.ui.parts.listing import (
    Head,
    bulk_bar,
    delete_cell,
    delete_question,
    first_cell,
    list_table,
    list_tools,
    nothing_found,
    owner_cell,
    pager,
    used_cell,
)
from quantboard.ui.parts.page_header import page_header
from quantboard.ui.parts.table import cell, number_cell, table_row
from quantboard.ui.sample import sample_button
from quantboard.ui.session import SessionState
from quantboard.ui.strategies.editor_parts import spoken
from quantboard.ui.strategies.list_state import StrategyListState as S
from quantboard.ui.strategies.sketch import sketch
from quantboard.ui.strategies.views import StrategyRow, TemplateCard
from quantboard.ui.text.catalogue import t


def list_page() -> rx.Component:
    """What one has, and what one can start from."""
    return stack(
        page_header(
            t("strategies.title"),
            t("strategies.lead"),
            actions=[
                link_button(
                    t("strategies.write"),
                    href=routes.new_strategy("blank"),
                    id="write-own",
                    icon="code-xml",
                    kind="plain",
                )
            ],
        ),
        coach("strategies", topic="strategies", guide="strategy", is_apart=True),
        rx.cond(S.is_loaded, stack(_mine(), _gallery(), gap="24px"), loading(t("common.loading"))),
        delete_question(S),
        gap="0",
    )


def _mine() -> rx.Component:
    heads = [
        Head(t("strategies.col_name"), "name"),
        Head(t("strategies.col_kind"), "kind"),
        Head(t("strategies.col_params")),
        Head(t("strategies.col_version"), "version", is_number=True),
        Head(t("sharing.owner")),
        Head(t("sharing.used"), is_number=True),
        Head(t("strategies.col_changed"), "changed", is_number=True),
        Head("", width="1%"),
    ]
    rows: Any = rx.foreach(S.rows, _row)
    found = card(
        bulk_bar(S),
        rx.cond(
            S.rows.length() > 0,
            rx.fragment(list_table(S, heads, rows, label=t("strategies.title"), id="my-strategies"), pager(S)),
            nothing_found(S),
        ),
        flush=True,
    )
    return rx.cond(
        (S.rows.length() > 0) | S.is_filtered,
        stack(list_tools(S, placeholder=t("strategies.search")), found),
        card(_none()),
    )


def _none() -> rx.Component:
    return empty(
        "code-xml",
        t("strategies.none"),
        t("strategies.none_text"),
        action=link_button(
            t("strategies.first"), href=routes.new_strategy("double_moving_average"), id="first-strategy", kind="main"
        ),
        other=sample_button("strategies-sample"),
    )


def _row(one: StrategyRow) -> rx.Component:
    copy = icon_button(t("sharing.copy"), "copy", id=f"copy-{one.id}", on_click=S.copy(one.id))
    return table_row(
        first_cell(S, one, rx.link(one.name, href=one.href, class_name="qb-row-link")),
        cell(kind_badge(one.kind)),
        cell(rx.el.span(one.params, class_name="qb-mono")),
        number_cell(one.version),
        owner_cell(one),
        used_cell(one),
        number_cell(one.changed),
        delete_cell(
            S,
            one,
            rx.link(t("strategies.backtest"), href=one.test_href, class_name="qb-crumb", id=f"test-{one.id}"),
            rx.cond(one.marks.is_mine | (SessionState.role == "viewer"), rx.fragment(), copy),
        ),
        key=one.id,
    )


def kind_badge(kind: Any) -> rx.Component:
    """How a strategy decides."""
    return rx.match(
        kind,
        ("weights", badge(t("strategies.kind_weights"), "info")),
        badge(t("strategies.kind_signals"), "quiet"),
    )


def style_badge(style: Any) -> rx.Component:
    """The idea behind a template."""
    return rx.match(
        style,
        ("trend", badge(t("strategies.style_trend"), "good")),
        ("reversal", badge(t("strategies.style_reversal"), "warn")),
        badge(t("strategies.style_rotation"), "info"),
    )


def _gallery() -> rx.Component:
    return stack(
        rx.el.div(
            rx.el.h2(t("strategies.templates"), class_name="qb-h2"),
            rx.el.p(t("strategies.templates_lead"), class_name="qb-lead"),
        ),
        columns(rx.foreach(S.templates, _template), least="300px", id="templates"),
        gap="12px",
    )


def _template(one: TemplateCard) -> rx.Component:
    return rx.el.article(
        sketch(one.key),
        rx.el.div(
            row(rx.el.h3(spoken(one.name, one.name_zh), class_name="qb-template-name"), style_badge(one.style)),
            rx.el.p(spoken(one.what, one.what_zh), class_name="qb-template-what"),
            rx.el.dl(
                rx.el.dt(t("strategies.market")),
                rx.el.dd(spoken(one.market, one.market_zh)),
                rx.el.dt(t("strategies.parameters")),
                rx.el.dd(spoken(one.params, one.params_zh), class_name="qb-num-text"),
                class_name="qb-template-facts",
            ),
            class_name="qb-template-body",
        ),
        rx.el.div(
            link_button(t("strategies.use"), href=one.href, id=f"use-{one.key}", icon="plus", kind="plain"),
            class_name="qb-template-foot",
        ),
        class_name="qb-template",
    )
