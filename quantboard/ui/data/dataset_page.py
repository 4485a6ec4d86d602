"""One dataset: its candles, facts and quality report."""

from typing import Any

import reflex as rx

from quantboard.ui import routes
from quantboard.ui.data.dataset_state import DatasetState
from quantboard.ui.data.findings import findings
from quantboard.ui.data.gaps import gap_map
from quantboard.ui.parts.badge import badge
from quantboard.ui.parts.button import button, link_button
from quantboard.ui.parts.card import card, columns, stack
from quantboard.ui.parts.dialog import dialog
from quantboard.ui.parts.empty import loading
from quantboard.ui.parts.field import text_field
from quantboard.ui.parts.listing import delete_question
from quantboard.ui.parts.metric import facts
from quantboard.ui.parts.page_header import page_header
from quantboard.ui.parts.price_chart.price_chart import price_chart
from quantboard.ui.parts.share import delete_button, missing, share_button, share_facts, shared_badge
from quantboard.ui.text.catalogue import t


def dataset_page() -> rx.Component:
    """Candles first, everything about them beneath."""
    state = DatasetState
    return stack(
        page_header(
            rx.cond(state.name != "", state.name, t("data.title")),
            crumbs=[(t("data.title"), routes.DATA)],
            badge=rx.fragment(
                rx.cond(state.is_sample, badge(t("data.sample"), "info"), rx.fragment()), shared_badge(state)
            ),
            actions=[
                *_owner_actions(),
                rx.cond(state.is_missing, rx.fragment(), rx.fragment(_versions_button(), _backtest_button())),
            ],
        ),
        rx.cond(
            state.is_missing,
            missing(routes.DATA, t("data.title")),
            rx.cond(state.is_loaded, _content(), loading(t("common.loading"))),
        ),
        delete_question(state),
    )


def _backtest_button() -> rx.Component:
    return link_button(
        t("data.backtest_with"),
        href=f"{routes.NEW_BACKTEST}?dataset={DatasetState.id}",
        id="backtest-with",
        icon="chart-line",
        kind="main",
    )


def _owner_actions() -> list[rx.Component]:
    state = DatasetState
    rename = dialog(
        button(t("data.rename"), id="rename", icon="pencil"),
        text_field(t("common.name"), name="new-name", value=state.new_name, on_change=state.set_new_name),
        rx.el.div(
            rx.dialog.close(rx.button(t("common.cancel"), variant="soft", color_scheme="gray")),
            rx.dialog.close(rx.button(t("common.save"), on_click=state.rename, id="rename-go")),
            class_name="qb-dialog-actions",
        ),
        title=t("data.rename"),
    )
    return [delete_button(state), rx.cond(state.can_change, rename, rx.fragment()), share_button(state)]


def _content() -> rx.Component:
    state = DatasetState
    return stack(
        card(
            _tools(),
            price_chart(
                dataset_id=state.id, symbol=state.symbol, kind=state.kind, averages=state.averages, focus=state.focus
            ),
            flush=True,
        ),
        columns(
            card(_facts(), title=t("data.facts")),
            card(
                findings(state.findings),
                title=t("data.quality"),
                lead=t("data.quality_lead", kept=state.kept, read=state.read),
            ),
            least="420px",
        ),
        card(gap_map(state), title=t("gaps.title"), lead=_gaps_lead()),
    )


def _gaps_lead() -> Any:
    state = DatasetState
    return rx.cond(state.gap_rows.length() > 0, t("gaps.lead", calendar=state.calendar), "")


def _versions_button() -> rx.Component:
    return link_button(
        t("versions.title"), href=f"{routes.DATA}/{DatasetState.id}/versions", id="see-versions", icon="history"
    )


def _tools() -> rx.Component:
    state = DatasetState
    symbol = rx.el.select(
        rx.foreach(state.symbols, lambda one: rx.el.option(one, value=one)),
        id="symbol",
        value=state.symbol,
        on_change=state.show,
        aria_label=t("common.symbol"),
        class_name="qb-input qb-select",
        style={"width": "auto", "minWidth": "120px", "maxWidth": "240px"},
    )
    style = rx.segmented_control.root(
        rx.segmented_control.item(t("data.candles"), value="candles"),
        rx.segmented_control.item(t("data.bars"), value="bars"),
        value=state.kind,
        on_change=state.set_kind,
        size="1",
        id="chart-style",
    )
    bar = {
        "padding": "12px 14px",
        "gap": "10px 16px",
        "alignItems": "center",
        "borderBottom": "1px solid var(--qb-line)",
    }
    return rx.el.div(
        symbol,
        style,
        _average(1, "fast", state.fast, state.set_fast, "var(--amber-10)"),
        _average(2, "slow", state.slow, state.set_slow, "var(--iris-10)"),
        class_name="qb-row",
        style=bar,
    )


def _average(number: int, name: str, value: Any, on_change: Any, colour: str) -> rx.Component:
    field = rx.debounce_input(
        rx.el.input(
            id=name,
            value=value,
            on_change=on_change,
            input_mode="numeric",
            aria_label=t("data.ma", n=number),
            class_name="qb-input",
            style={"width": "58px", "height": "30px"},
        ),
        debounce_timeout=300,
    )
    dot = rx.el.span(style={"width": "14px", "height": "3px", "borderRadius": "2px", "background": colour})
    return rx.el.label(dot, rx.el.span("MA", class_name="qb-sub"), field, class_name="qb-row", style={"gap": "7px"})


def _facts() -> rx.Component:
    found: Any = DatasetState.facts
    return facts(
        (t("data.fact_bars"), found["bars"]),
        (t("data.fact_symbols"), found["n_symbols"]),
        (t("data.interval"), found["interval"]),
        (t("data.fact_span"), found["span"]),
        (t("data.fact_zone"), rx.cond(found["zone"] != "", found["zone"], t("common.not_available"))),
        (t("data.fact_adjustment"), t("data.fact_raw")),
        (t("data.fact_columns"), found["columns"]),
        (t("data.fact_source"), found["source"]),
        (t("data.fact_version"), found["version"]),
        *share_facts(DatasetState),
        (t("data.fact_hash"), rx.el.span(found["hash"], class_name="qb-mono", style={"fontSize": "11.5px"})),
    )
