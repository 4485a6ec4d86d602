"""Strategies as the pages show them: rows of the list, cards of the gallery, fields of the parameters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from quantboard.core.strategy.params import Declaration, Param, cast, resolve
from quantboard.errors import InvalidInput
from quantboard.services.strategies import StrategyView, TemplateView
from quantboard.ui import routes
from quantboard.ui.errors import told
from quantboard.ui.format import instant
from quantboard.ui.listing import MarkRow, marks_row


@dataclass(frozen=True)
class StrategyRow:
    """One line of the list."""

    id: str
    name: str
    kind: str
    params: str
    version: int
    changed: str
    href: str
    test_href: str
    marks: MarkRow


@dataclass(frozen=True)
class TemplateCard:
    """One card of the gallery; texts in English and Chinese."""

    key: str
    name: str
    name_zh: str
    what: str
    what_zh: str
    market: str
    market_zh: str
    style: str
    kind: str
    params: str
    params_zh: str
    href: str


@dataclass(frozen=True)
class ParamField:
    """One parameter as a field of the form."""

    name: str
    kind: str
    value: str
    label: str
    label_zh: str
    help: str
    help_zh: str
    least: str
    most: str
    step: str
    limits: str
    choices: tuple[str, ...] = ()
    error: str = ""


@dataclass(frozen=True)
class FindingRow:
    """One finding beneath the editor."""

    line: int
    severity: str
    message: str
    suggestion: str


def row_of(view: StrategyView) -> StrategyRow:
    """A line of the list."""
    params = ", ".join(f"{name} {_text(value)}" for name, value in view.params.items())
    test = f"{routes.NEW_BACKTEST}?strategy={view.id}"
    changed = instant(view.changed_at)
    href, marks = routes.strategy(view.id), marks_row(view)
    return StrategyRow(view.id, view.name, view.kind, params, view.version, changed, href, test, marks)


def card_of(view: TemplateView) -> TemplateCard:
    """A card of the gallery."""
    params, params_zh = (
        " · ".join(f"{view.param_labels[one.name][n]} {_text(one.default)}" for one in view.declaration.params)
        for n in (0, 1)
    )
    return TemplateCard(
        view.key,
        *view.name,
        *view.what,
        *view.market,
        view.style,
        view.declaration.kind,
        params,
        params_zh,
        routes.new_strategy(view.key),
    )


def fields_of(
    declaration: Declaration, given: Mapping[str, object], template: TemplateView | None = None
) -> list[ParamField]:
    """The form of a declaration, filled with what fits of ``given``, else with the defaults."""
    return [_field(param, given.get(param.name), template) for param in declaration.params]


def _field(param: Param, given: object, template: TemplateView | None) -> ParamField:
    plain = param.label or param.name.replace("_", " ").capitalize()
    labels = template.param_labels.get(param.name, (plain, plain)) if template else (plain, plain)
    helps = template.param_helps.get(param.name, (param.help, param.help)) if template else (param.help, param.help)
    try:
        value = cast(param, given) if given is not None else param.default
    except InvalidInput:
        value = param.default
    low, high = ("" if bound is None else f"{bound:g}" for bound in (param.least, param.most))
    limits = f"{low or '−∞'} – {high or '∞'}" if low or high else ""
    step = "1" if param.kind == "int" else "any"
    return ParamField(
        param.name, param.kind, _text(value), *labels, *helps, low, high, step, limits, choices=param.choices
    )


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)


def values_of(fields: Sequence[ParamField]) -> dict[str, str]:
    """What the form holds, as typed."""
    return {field.name: field.value for field in fields}


def judged(fields: Sequence[ParamField], declaration: Declaration | None) -> list[ParamField]:
    """The fields with what is wrong at each of them."""
    if declaration is None:
        return list(fields)
    known = {param.name: param for param in declaration.params}
    made = [replace(field, error=_wrong(known.get(field.name), field.value)) for field in fields]
    if any(field.error for field in made):
        return made
    try:
        resolve(declaration, values_of(made))
    except InvalidInput as problem:
        name = (problem.field or "").removeprefix("params.")
        return [replace(field, error=told(problem) if field.name == name else "") for field in made]
    return made


def _wrong(param: Param | None, value: str) -> str:
    if param is None:
        return ""
    try:
        cast(param, value)
    except InvalidInput as problem:
        return told(problem)
    return ""
