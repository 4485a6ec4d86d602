"""Preferences: how things look, how numbers are written, what a new backtest starts from."""

from typing import Any

import reflex as rx

from quantboard.services import preferences
from quantboard.ui.format import DATES, SYMBOLS
from quantboard.ui.parts.button import button
from quantboard.ui.parts.card import card, columns, row, stack
from quantboard.ui.parts.dialog import confirm
from quantboard.ui.parts.empty import loading
from quantboard.ui.parts.field import field, field_grid, number_field, select_field, switch_field
from quantboard.ui.parts.metric import signed
from quantboard.ui.parts.page_header import page_header
from quantboard.ui.preferences.preferences_state import PreferencesState
from quantboard.ui.text.catalogue import LANGUAGES, t

S: Any = PreferencesState  # its vars are indexed by name


def preferences_page() -> rx.Component:
    """Each card one subject; nothing has to be saved."""
    return stack(
        page_header(
            t("preferences.title"),
            t("preferences.lead"),
            badge=rx.el.span(S.said, id="preferences-said", role="status", class_name="qb-sub"),
        ),
        rx.cond(
            S.is_loaded,
            stack(columns(_look(), _writing(), least="420px"), columns(_defaults(), _rest(), least="420px")),
            loading(t("common.loading")),
        ),
        gap="0",
    )


def _look() -> rx.Component:
    return card(
        stack(
            field_grid(
                _choice("language", [(code, name) for code, name in LANGUAGES.items()]),
                _choice("theme", _named("theme", ("system", "light", "dark"))),
            ),
            field_grid(
                _choice("colours", _named("colours", preferences.PREFERENCES["colours"])),
                _choice("motion", _named("motion", preferences.PREFERENCES["motion"])),
            ),
            rx.el.div(
                rx.el.span(t("preferences.sample"), class_name="qb-sub"),
                signed("+1.84 %", 1),
                signed("−0.72 %", -1),
                class_name="qb-row qb-num",
                id="colour-sample",
            ),
            _switch("tooltips"),
        ),
        title=t("preferences.look"),
        lead=t("preferences.look_lead"),
    )


def _writing() -> rx.Component:
    decimals = [("", t("preferences.decimals_auto")), *((str(n), str(n)) for n in range(5))]
    zones = rx.el.select(
        rx.el.option(t("preferences.zone_browser"), value="browser"),
        rx.el.option("UTC", value="UTC"),
        rx.foreach(S.zones, lambda zone: rx.el.option(zone, value=zone)),
        id="like-zone",
        value=S.liked["zone"],
        on_change=lambda value: S.choose("zone", value),
        class_name="qb-input qb-select",
    )
    return card(
        stack(
            field_grid(
                _choice("numbers", _named("numbers", preferences.PREFERENCES["numbers"])),
                _choice("decimals", decimals),
                _choice("currency", [("", t("common.none")), *((code, f"{code} {s}") for code, s in SYMBOLS.items())]),
                _choice("dates", [(name, _written(look)) for name, look in DATES.items()]),
                field(t("preferences.zone"), zones, name="like-zone"),
                _choice("page_size", [(str(n), str(n)) for n in (10, 20, 50, 100, 200)]),
                least="170px",
            ),
            rx.el.p(
                rx.el.span(t("preferences.sample"), class_name="qb-sub"),
                rx.foreach(S.example, lambda text: rx.el.span(text, class_name="qb-num")),
                class_name="qb-row",
                id="format-sample",
                style={"margin": "0", "columnGap": "18px"},
            ),
        ),
        title=t("preferences.writing"),
        lead=t("preferences.writing_lead"),
    )


def _defaults() -> rx.Component:
    return card(
        field_grid(
            _amount("capital", None),
            _amount("commission", "%"),
            _amount("slippage", "%"),
            _amount("stamp_duty", "%"),
        ),
        title=t("preferences.defaults"),
        lead=t("preferences.defaults_lead"),
    )


def _rest() -> rx.Component:
    return card(
        stack(
            _switch("notifications"),
            rx.el.p(t("preferences.kept"), class_name="qb-help"),
            row(
                button(t("preferences.reset_layout"), id="reset-layout", icon="eraser", on_click=S.reset_layout),
                confirm(
                    button(t("preferences.reset_all"), id="reset-all", icon="rotate-ccw", kind="danger"),
                    title=t("preferences.reset_ask"),
                    text=t("preferences.reset_text"),
                    go=t("preferences.reset_all"),
                    on_confirm=S.reset_all,
                    danger=True,
                    id="reset-all",
                ),
            ),
        ),
        title=t("preferences.rest"),
        lead=t("preferences.rest_lead"),
    )


def _choice(name: str, options: Any) -> rx.Component:
    return select_field(
        t(f"preferences.{name}"),
        name=f"like-{name}",
        value=S.liked[name],
        on_change=lambda value: S.choose(name, value),
        options=options,
        error=S.errors.get(name, ""),
    )


def _switch(name: str) -> rx.Component:
    return switch_field(
        t(f"preferences.{name}"),
        name=f"like-{name}",
        checked=S.flags[name],
        on_change=lambda is_on: S.turn(name, is_on),
        help=t(f"preferences.{name}_help"),
    )


def _amount(name: str, unit: str | None) -> rx.Component:
    return number_field(
        t(f"preferences.{name}"),
        name=f"like-{name}",
        value=S.liked[name],
        on_change=lambda text: S.type_amount(name, text),
        error=S.errors.get(name, ""),
        unit=unit,
        placeholder=t("preferences.no_default"),
    )


def _named(name: str, values: Any) -> list[tuple[str, Any]]:
    return [(value, t(f"preferences.{name}_{value}")) for value in values]


def _written(look: str) -> str:
    """A day that tells day and month apart."""
    return look.replace("%Y", "2026").replace("%m", "03").replace("%d", "31")
