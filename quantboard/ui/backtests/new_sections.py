"""The sections of the run form, drawn from the table of options; and the market whose usual values fill them."""

from typing import Any

import reflex as rx

from quantboard.ui.backtests.new_state import NewBacktestState as S
from quantboard.ui.backtests.options import (
    ADVANCED,
    BY_NAME,
    COSTS,
    MARKET,
    MONEY,
    ORDERS,
    SIZED,
    UNIVERSE,
    Option,
    of_section,
)
from quantboard.ui.backtests.presets import MARKETS
from quantboard.ui.parts.card import card, stack
from quantboard.ui.parts.field import field, field_grid, number_field, select_field, switch_field, text_field
from quantboard.ui.session import is_expert
from quantboard.ui.text.catalogue import catalogue, t

FIELDS: Any = S.fields
ERRORS: Any = S.errors
N_SET: Any = S.n_set
FOLDS = {
    UNIVERSE: "fold-universe",
    COSTS: "fold-costs",
    MARKET: "fold-market",
    ORDERS: "fold-exits",
    ADVANCED: "fold-orders",
}
HEADING = {"fontSize": "15px", "fontWeight": 600, "color": "var(--gray-12)"}  # a fold that is a section of its own
COUNT = {"marginLeft": "10px", "fontWeight": 400}
UNITS = {"percent": "%", "atr": "× ATR", "amount": "", "ma": t("run.unit_bars")}


def market_card() -> rx.Component:
    """What is usual on a market; the one that holds unchanged is marked."""
    return card(
        rx.el.div(
            rx.el.div(
                *[_market(name) for name in MARKETS],
                rx.el.span(
                    rx.cond(S.market != "", t("run.market_fits"), t("run.market_own")), class_name="qb-sub", id="market"
                ),
                class_name="qb-row",
                role="group",
                aria_label=t("run.market"),
            ),
            rx.match(
                S.market,
                *[
                    (name, rx.el.p(t(f"run.market_{name}_help"), class_name="qb-help", id="market-help"))
                    for name in MARKETS
                ],
                rx.fragment(),
            ),
        ),
        title=t("run.market"),
        lead=t("run.market_lead"),
    )


def _market(name: str) -> rx.Component:
    is_on = S.market == name
    return rx.button(
        rx.cond(is_on, rx.icon("check", size=12), rx.fragment()),
        t(f"run.market_{name}"),
        id=f"market-{name}",
        type="button",
        size="1",
        variant=rx.cond(is_on, "soft", "outline"),
        color_scheme=rx.cond(is_on, "iris", "gray"),
        aria_pressed=is_on,
        on_click=S.take_market(name),
        class_name="qb-chip",
    )


def sections() -> list[rx.Component]:
    """Money, costs, market rules, orders and exits, advanced."""
    return [
        card(stack(*_fields(of_section(MONEY))), title=t("run.section_money")),
        card(
            stack(*_fields(of_section(COSTS, is_plain=True)), _fold(COSTS, "run.more_costs")),
            title=t("run.section_costs"),
        ),
        *[card(_fold(section, f"run.section_{section}")) for section in (MARKET, ORDERS, ADVANCED)],
    ]


def universe() -> rx.Component:
    """Which of the chosen symbols may be entered, and when."""
    return _fold(UNIVERSE, "run.universe_fold")


def benchmark() -> rx.Component:
    """What the run is compared with: a choice, and what belongs to it."""
    option, kind = BY_NAME["benchmark"], FIELDS["benchmark"]
    chosen = select_field(
        t("run.benchmark"),
        **typed("benchmark"),
        options=[(word, t(f"run.{word}")) for word in option.words],
        term=option.card,
        help=t("run.benchmark_help"),
    )
    of_data = select_field(t("run.benchmark_data"), **typed("benchmark_data"), options=S.benchmark_options)
    symbol = text_field(t("run.benchmark_symbol"), **typed("benchmark_symbol"), max_length=60)
    column = text_field(
        t("run.benchmark_column"), **typed("benchmark_column"), max_length=40, help=t("run.benchmark_column_help")
    )
    return field_grid(
        chosen,
        rx.cond(kind == "data", of_data, rx.fragment()),
        rx.cond((kind == "data") | (kind == "symbol"), symbol, rx.fragment()),
        rx.cond((kind == "data") | (kind == "symbol"), column, rx.fragment()),
    )


def _fold(section: str, title: str) -> rx.Component:
    """The options that beginners unfold; it stands open for experts and where something was filled in or is wrong."""
    n = N_SET[section]
    summary = rx.el.summary(
        t(title),
        rx.cond(
            n > 0, rx.el.span(t("run.n_set", n=n), class_name="qb-sub", style=COUNT, id=f"set-{section}"), rx.fragment()
        ),
        class_name="qb-summary",
        style={} if section in (COSTS, UNIVERSE) else HEADING,
    )
    return rx.el.details(
        summary,
        rx.el.div(*_fields(of_section(section, is_plain=False)), class_name="qb-stack"),
        open=is_expert() | S.unfolded.contains(section),
        class_name="qb-folded",
        id=FOLDS[section],
    )


def _fields(options: list[Option]) -> list[rx.Component]:
    """A grid of the distances, one of the other fields, and the switches in a row beneath."""
    wide = [_distance(one) for one in options if one.kind == "distance"]
    grid = [part for one in options if one.kind not in ("flag", "distance") for part in _drawn(one)]
    flags = [_switch(one) for one in options if one.kind == "flag"]
    made = [field_grid(*wide, least="230px")] if wide else []
    made += [field_grid(*grid)] if grid else []
    return [*made, rx.el.div(*flags, class_name="qb-row", style={"gap": "12px 28px"})] if flags else made


def _drawn(option: Option) -> list[rx.Component]:
    if option.kind == "size":
        return [_size(option), _amount()]
    if option.kind == "choice":
        return [_choice(option)]
    draw = text_field if option.kind in ("pairs", "symbols") else number_field
    unit: Any = t(option.unit) if option.unit else "%" if option.kind == "percent" else None
    extra: dict[str, Any] = {} if option.default else {"placeholder": option.example or t("run.off")}
    return [
        draw(
            t(f"run.{option.name}"),
            **typed(option.name),
            unit=unit,
            term=option.card,
            help=_help(option),
            **extra,
        )
    ]


def _help(option: Option) -> Any:
    key = "run.exit_help" if option.name in ("stop_loss", "take_profit") else f"run.{option.name}_help"
    return t(key) if key in catalogue() else None


def _choice(option: Option) -> rx.Component:
    return select_field(
        t(f"run.{option.name}"),
        **typed(option.name),
        options=[(word, t(f"run.{word}")) for word in option.words],
        term=option.card,
    )


def _size(option: Option) -> rx.Component:
    return select_field(
        t("run.size"),
        **typed("size_kind"),
        options=[(word, t(f"run.size_{word}")) for word in option.words],
        term=option.card,
    )


def _amount() -> rx.Component:
    """The number that belongs to the size, where it has one."""
    shown = [
        (kind, number_field(t(f"run.amount_{kind}"), **typed("size_amount"), unit=unit or None))
        for kind, unit in SIZED.items()
    ]
    return rx.match(FIELDS["size_kind"], *shown, rx.fragment())


def _distance(option: Option) -> rx.Component:
    """How far, and measured by what."""
    name, kind = option.name, f"{option.name}_kind"
    measure = rx.el.select(
        *[rx.el.option(t(f"run.{word}"), value=word) for word in option.words],
        id=kind,
        value=FIELDS[kind],
        on_change=lambda value: S.set_field(kind, value),
        aria_label=t("run.kind_of", name=t(f"run.{name}")),
        class_name="qb-input qb-select",
    )
    number = rx.debounce_input(
        rx.el.input(
            id=name,
            name=name,
            value=FIELDS[name],
            on_change=lambda value: S.set_field(name, value),
            aria_invalid=error_of(name) != "",
            aria_describedby=f"{name}-error {name}-help",
            input_mode="decimal",
            placeholder=t("run.off"),
            class_name="qb-input",
        ),
        debounce_timeout=250,
        force_notify_on_blur=True,
    )
    unit = rx.match(FIELDS[kind], *[(word, UNITS[word]) for word in option.words], "")
    both = rx.el.div(
        rx.el.div(number, rx.el.span(unit, class_name="qb-unit"), class_name="qb-with-unit"),
        measure,
        style={"display": "grid", "gridTemplateColumns": "minmax(0, 1fr) minmax(0, 1fr)", "gap": "6px"},
    )
    return field(
        t(f"run.{name}"),
        both,
        name=name,
        help=_help(option),
        error=error_of(name),
        term=option.card,
    )


def _switch(option: Option) -> rx.Component:
    return switch_field(
        t(f"run.{option.name}"),
        name=option.name,
        checked=FIELDS[option.name] == "true",
        on_change=lambda is_on: S.set_flag(option.name, is_on),
        term=option.card,
    )


def typed(name: str) -> dict[str, Any]:
    """What every field of this name has in common."""
    return {
        "name": name,
        "value": FIELDS[name],
        "on_change": lambda value: S.set_field(name, value),
        "error": error_of(name),
    }


def error_of(name: str) -> Any:
    """What is wrong with a field; empty when all is well."""
    return rx.cond(ERRORS.contains(name), ERRORS[name], "")
