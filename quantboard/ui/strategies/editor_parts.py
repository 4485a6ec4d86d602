"""The two halves of a strategy on screen: its parameters as a form, its code in the editor."""

from typing import Any

import reflex as rx

from quantboard.services.completions import completions
from quantboard.ui.parts.badge import badge
from quantboard.ui.parts.card import stack
from quantboard.ui.parts.code_editor.code_editor import code_editor
from quantboard.ui.parts.empty import notice
from quantboard.ui.parts.field import field, field_grid, number_field, switch_field, text_field
from quantboard.ui.strategies.views import FindingRow, ParamField
from quantboard.ui.text.catalogue import CHINESE, LanguageState, t
from quantboard.ui.text.phrases import chinese_of


def spoken(english: Any, chinese: Any) -> Any:
    """One of two texts, by the tab's language."""
    return rx.cond(LanguageState.language == CHINESE, chinese, english)


def name_field(state: Any) -> rx.Component:
    """The strategy's name."""
    return text_field(
        t("strategies.name"),
        name="strategy-name",
        value=state.name,
        on_change=state.set_name,
        error=state.name_error,
        max_length=120,
    )


def param_form(state: Any) -> rx.Component:
    """A field for each declared parameter, and the rules between them."""
    return rx.cond(
        state.fields.length() > 0,
        stack(
            field_grid(rx.foreach(state.fields, lambda one: _param(one, state)), least="200px"),
            rx.cond(
                state.rules != "",
                rx.el.p(t("strategies.rule", rules=state.rules), class_name="qb-help", id="rules"),
                rx.fragment(),
            ),
            gap="10px",
        ),
        rx.el.p(t("strategies.no_params"), class_name="qb-help"),
    )


def _param(one: ParamField, state: Any) -> rx.Component:
    label, text = spoken(one.label, one.label_zh), spoken(one.help, one.help_zh)
    name = f"param-{one.name}"
    return rx.match(
        one.kind,
        (
            "bool",
            switch_field(
                label,
                name=name,
                checked=one.value == "true",
                on_change=lambda value: state.set_flag(one.name, value),
                help=text,
            ),
        ),
        ("choice", _choice(one, state, label, text, name)),
        number_field(
            label,
            name=name,
            value=one.value,
            on_change=lambda value: state.set_param(one.name, value),
            help=rx.cond(one.limits != "", f"{text} ({one.limits})", text),
            error=one.error,
            type="number",
            min=one.least,
            max=one.most,
            step=one.step,
        ),
    )


def _choice(one: ParamField, state: Any, label: Any, text: Any, name: Any) -> rx.Component:
    control = rx.el.select(
        rx.foreach(one.choices, lambda choice: rx.el.option(choice, value=choice)),
        id=name,
        name=name,
        value=one.value,
        on_change=lambda value: state.set_param(one.name, value),
        class_name="qb-input qb-select",
    )
    return field(label, control, name=name, help=text, error=one.error)


def _offered() -> dict[str, Any]:
    """What the editor completes, its meanings in the reader's language."""
    tables: dict[str, Any] = {**completions()}
    for name in ("names", "bars"):
        chinese = [one | {"info": chinese_of(one["info"])} if "info" in one else one for one in tables[name]]
        tables[name] = rx.cond(LanguageState.language == CHINESE, chinese, tables[name])
    return tables


def code_part(state: Any, *, height: str, read_only: Any = False, on_save: Any = None) -> rx.Component:
    """The editor with what the check found beneath it."""
    handlers = {} if on_save is None else {"on_save": on_save}
    return stack(
        code_editor(
            value=state.source,
            doc_rev=state.doc_rev,
            label=t("strategies.code_label"),
            diagnostics=state.marks,
            tables=_offered(),
            parameters=state.parameters,
            read_only=read_only,
            height=height,
            on_change=state.edit,
            **handlers,
        ),
        rx.cond(read_only, rx.fragment(), _keys()),
        rx.el.div(_state_of(state), rx.foreach(state.findings, _finding), class_name="qb-findings", id="findings"),
        gap="10px",
    )


def _keys() -> rx.Component:
    """How to get along without a mouse, and out again."""
    told = (("Tab", "indents"), ("Esc Tab", "leaves"), ("Ctrl+Space", "suggests"), ("Ctrl+S", "saves"))
    return rx.el.p(
        *[
            rx.el.span(*[rx.el.kbd(key, class_name="qb-kbd") for key in keys.split()], " ", t(f"strategies.key_{does}"))
            for keys, does in told
        ],
        class_name="qb-sub qb-code-keys",
    )


def _state_of(state: Any) -> rx.Component:
    return rx.cond(
        state.problem != "",
        notice(t("strategies.check_unavailable"), state.problem, kind="bad"),
        rx.cond(
            state.n_errors > 0,
            badge(t("strategies.code_bad", n=state.n_errors), "bad", "circle-alert"),
            badge(t("strategies.code_ok"), "good", "check"),
        ),
    )


def _finding(one: FindingRow) -> rx.Component:
    return rx.el.div(
        rx.el.span(t("strategies.line", n=one.line), class_name="qb-finding-line"),
        rx.el.span(one.message, class_name=rx.cond(one.severity == "error", "qb-finding-bad", "qb-finding-warn")),
        rx.el.span(one.suggestion, class_name="qb-finding-advice"),
        class_name="qb-finding",
    )
