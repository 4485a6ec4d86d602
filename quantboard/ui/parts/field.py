"""Form fields: a label, the control, its unit, and what is wrong with it beneath."""

from collections.abc import Sequence
from typing import Any

import reflex as rx

from quantboard.ui.parts.explain import explain

Text = str | rx.Var[Any]


def field(  # noqa: PLR0913 -- all by name
    label: Text,
    control: rx.Component,
    *,
    name: str,
    help: Text | None = None,
    error: Text | None = None,
    unit: Text | None = None,
    term: str | None = None,
) -> rx.Component:
    """The frame of any control whose ``id`` is ``name``; ``error`` may be a Var, empty when all is well.

    ``term`` puts the card of that word beside the label.
    """
    framed = (
        rx.el.div(control, rx.el.span(unit, class_name="qb-unit"), class_name="qb-with-unit")
        if unit is not None
        else control
    )
    words = rx.el.label(label, html_for=name, class_name="qb-label")
    return rx.el.div(
        rx.el.div(words, explain(term), class_name="qb-label-line") if term else words,
        framed,
        _below(name, help, error),
        class_name="qb-field",
    )


def _below(name: str, help: Text | None, error: Text | None) -> rx.Component:
    hint = rx.el.p(help, class_name="qb-help", id=f"{name}-help") if help is not None else rx.fragment()
    if error is None:
        return hint
    if isinstance(error, str):
        return _problem(name, error) if error else hint
    return rx.cond(error != "", _problem(name, error), hint)


def _problem(name: str, error: Text) -> rx.Component:
    return rx.el.p(
        rx.icon("circle-alert", size=13, aria_hidden="true"),
        rx.el.span(error),
        class_name="qb-error",
        id=f"{name}-error",
        role="alert",
    )


def _is_wrong(error: Text | None) -> Any:
    if error is None:
        return False
    return error != ""


def text_field(  # noqa: PLR0913 -- all by name
    label: Text,
    *,
    name: str,
    value: Text,
    on_change: Any,
    help: Text | None = None,
    error: Text | None = None,
    unit: Text | None = None,
    term: str | None = None,
    **props: Any,
) -> rx.Component:
    """One line of text; ``on_change`` is called 250 ms after the last key, and at once when the field is left."""
    control = rx.debounce_input(
        rx.el.input(
            id=name,
            name=name,
            value=value,
            on_change=on_change,
            aria_invalid=_is_wrong(error),
            aria_describedby=f"{name}-error {name}-help",
            class_name="qb-input",
            **props,
        ),
        debounce_timeout=250,
        force_notify_on_blur=True,
    )
    return field(label, control, name=name, help=help, error=error, unit=unit, term=term)


def number_field(label: Text, *, name: str, value: Text, on_change: Any, **props: Any) -> rx.Component:
    """A number, kept as the text that was typed: the service reads it and says what is wrong."""
    return text_field(label, name=name, value=value, on_change=on_change, input_mode="decimal", **props)


def date_field(label: Text, *, name: str, value: Text, on_change: Any, **props: Any) -> rx.Component:
    """A day, ISO ``YYYY-MM-DD``, empty for none."""
    return text_field(label, name=name, value=value, on_change=on_change, type="date", **props)


def select_field(  # noqa: PLR0913 -- all by name
    label: Text,
    *,
    name: str,
    value: Text,
    on_change: Any,
    options: Sequence[tuple[str, Text]] | rx.Var[Any],
    help: Text | None = None,
    error: Text | None = None,
    term: str | None = None,
    **props: Any,
) -> rx.Component:
    """One of several; ``options`` are (value, label), or a Var of a list of such pairs."""
    if isinstance(options, rx.Var):
        choices = [rx.foreach(options, lambda pair: rx.el.option(pair[1], value=pair[0]))]
    else:
        choices = [rx.el.option(shown, value=chosen) for chosen, shown in options]
    control = rx.el.select(
        *choices,
        id=name,
        name=name,
        value=value,
        on_change=on_change,
        aria_invalid=_is_wrong(error),
        class_name="qb-input qb-select",
        **props,
    )
    return field(label, control, name=name, help=help, error=error, term=term)


def switch_field(
    label: Text, *, name: str, checked: Any, on_change: Any, help: Text | None = None, term: str | None = None
) -> rx.Component:
    """Yes or no; ``on_change`` gets a bool."""
    switch = rx.el.label(
        rx.switch(id=name, checked=checked, on_change=on_change, size="1"),
        rx.el.span(label),
        html_for=name,
        class_name="qb-switch",
    )
    return rx.el.div(
        rx.el.div(switch, explain(term), class_name="qb-label-line") if term else switch,
        rx.el.p(help, class_name="qb-help") if help is not None else rx.fragment(),
        class_name="qb-field",
    )


def field_grid(*fields: rx.Component, least: str = "180px") -> rx.Component:
    """Fields beside each other where there is room."""
    style = {"gridTemplateColumns": f"repeat(auto-fit, minmax(min({least}, 100%), 1fr))"}
    return rx.el.div(*fields, class_name="qb-field-grid", style=style)


def folded(summary: Text, *content: rx.Component, open: Any = False, **props: Any) -> rx.Component:
    """Fields that only some need; ``open=is_expert()`` opens them for experts."""
    return rx.el.details(
        rx.el.summary(summary, class_name="qb-summary"),
        rx.el.div(*content, class_name="qb-stack"),
        open=open,
        class_name="qb-folded",
        **props,
    )
