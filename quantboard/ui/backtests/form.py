"""The run form as data: its fields, the request they make, and the sentence that says what will happen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from quantboard.core.backtest.spec import RunRequest, parse_request
from quantboard.core.strategy.params import Declaration, Param, resolve
from quantboard.errors import InvalidInput
from quantboard.ui import format
from quantboard.ui.errors import told
from quantboard.ui.text.catalogue import say

PERCENTS = ("commission", "slippage", "stamp_duty", "stop_loss", "take_profit")
DEFAULTS: dict[str, str] = {
    "name": "",
    "from": "",
    "to": "",
    "cash": "100000",
    "commission": "0.05",
    "slippage": "0.05",
    "stamp_duty": "0",
    "stop_loss": "",
    "take_profit": "",
    "stops_from": "entry_bar",
    "size_kind": "even",
    "size_amount": "100",
    "fill": "next_open",
    "whole_units": "",
    "short": "",
}
PERIODS = {"1": 1, "3": 3, "5": 5}


@dataclass(frozen=True)
class ParamField:
    """One parameter of the strategy as a field."""

    name: str
    label: str
    kind: str
    value: str
    help: str
    limits: str
    choices: tuple[str, ...] = ()
    error: str = ""


def fields_of(
    declaration: Declaration, given: Mapping[str, object], words: Mapping[str, tuple[str, str]] | None = None
) -> list[ParamField]:
    """The form of a declaration, filled with ``given`` where it fits, else with the defaults.

    ``words`` are label and help by parameter where a template has them in the reader's language.
    """
    known = words or {}
    return [
        ParamField(
            param.name,
            known.get(param.name, (param.label or param.name.replace("_", " ").capitalize(), ""))[0],
            param.kind,
            _text(given.get(param.name, param.default)),
            known.get(param.name, ("", param.help))[1],
            _range(param),
            param.choices,
        )
        for param in declaration.params
    ]


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _range(param: Param) -> str:
    if param.least is None and param.most is None:
        return ""
    low = "" if param.least is None else f"{param.least:g}"
    high = "" if param.most is None else f"{param.most:g}"
    return f"{low} – {high}" if low and high else f"≥ {low}" if low else f"≤ {high}"


def request_of(fields: Mapping[str, str], params: Sequence[ParamField], symbols: Sequence[str] | None) -> RunRequest:
    """Percents become fractions; raises ``InvalidInput`` with the field's name."""
    asked: dict[str, object] = {
        name: value for name, value in fields.items() if name in DEFAULTS and name not in ("name", *SIZES, *FLAGS)
    }
    for name in PERCENTS:
        asked[name] = _fraction(fields.get(name, ""))
    asked |= {name: fields.get(name) == "true" for name in FLAGS}
    asked["size"] = _size(fields)
    asked["symbols"] = list(symbols) if symbols is not None else None
    asked["params"] = {field.name: field.value for field in params}
    return parse_request(asked)


SIZES = ("size_kind", "size_amount")
FLAGS = ("whole_units", "short")


def _fraction(text: str) -> str:
    """``0.05`` percent is 0.0005, with no noise of binary division; what is no number stays as it is."""
    from decimal import Decimal, InvalidOperation

    try:
        return str(Decimal(text.strip()) / 100) if text.strip() else ""
    except InvalidOperation:
        return text


def _size(fields: Mapping[str, str]) -> str | None:
    kind, amount = fields.get("size_kind", "even"), fields.get("size_amount", "")
    if kind == "fixed":
        return f"fixed:{amount}"
    if kind == "percent":
        return f"percent:{_fraction(amount)}"
    return "weights" if kind == "weights" else None


def form_of(request: Mapping[str, object]) -> dict[str, str]:
    """The fields that make ``request`` again: the inverse of ``request_of`` for a stored run."""
    fields = dict(DEFAULTS)
    for key, value in request.items():
        name = {"from_on": "from", "to_on": "to"}.get(key, key)
        if name in PERCENTS and isinstance(value, int | float):
            fields[name] = _percent(value)
        elif name in FLAGS:
            fields[name] = "true" if value else ""
        elif name in fields and value is not None:
            fields[name] = f"{value:g}" if isinstance(value, float) else str(value)
    kind, _, amount = str(request.get("size") or "").partition(":")
    if kind == "fixed":
        fields |= {"size_kind": "fixed", "size_amount": amount.removesuffix(".0")}
    elif kind == "percent":
        fields |= {"size_kind": "percent", "size_amount": _percent(float(amount))}
    elif kind == "weights":
        fields["size_kind"] = "weights"
    return fields


def liked(preferences: Mapping[str, object]) -> dict[str, str]:
    """The capital and costs that a person chose as defaults; what was not chosen is left out."""
    fields: dict[str, str] = {}
    for name, field in (("capital", "cash"), *((cost, cost) for cost in ("commission", "slippage", "stamp_duty"))):
        value = preferences.get(name)
        if isinstance(value, int | float):
            fields[field] = _percent(value) if field in PERCENTS else f"{value:.15g}"
    return fields


def _percent(fraction: float) -> str:
    from decimal import Decimal

    return f"{(Decimal(repr(float(fraction))) * 100).normalize():f}"


def years_back(last: str, years: int, first: str) -> str:
    """The day ``years`` before the day after ``last``, but not before ``first``."""
    end = date.fromisoformat(last) + timedelta(days=1)
    try:
        start = end.replace(year=end.year - years)
    except ValueError:  # the 29th of February
        start = end.replace(year=end.year - years, day=28)
    return max(start.isoformat(), first)


@dataclass(frozen=True)
class Checked:
    """What the form amounts to: a request, or what is wrong with which field."""

    request: RunRequest | None
    errors: dict[str, str]


def check(
    fields: Mapping[str, str], params: Sequence[ParamField], symbols: Sequence[str] | None, declaration: Declaration
) -> Checked:
    """All problems that can be told without the data, by field."""
    errors: dict[str, str] = {}
    request = None
    try:
        request = request_of(fields, params, symbols)
    except InvalidInput as problem:
        errors[_place(problem.field, fields)] = told(problem)
    try:
        resolve(declaration, {field.name: field.value for field in params})
    except InvalidInput as problem:
        errors[problem.field or "params"] = told(problem)
    return Checked(None if errors else request, errors)


def _place(field: str | None, fields: Mapping[str, str]) -> str:
    return "size_amount" if field == "size" and fields.get("size_kind") in ("fixed", "percent") else field or "form"


def with_errors(params: Sequence[ParamField], errors: Mapping[str, str]) -> list[ParamField]:
    """The parameter fields, each with its own problem."""
    return [replace(field, error=errors.get(f"params.{field.name}", "")) for field in params]


def _distance(distance: float | str) -> str:
    return distance if isinstance(distance, str) else f"{_percent(distance)} %"


def summary(
    language: str, request: RunRequest, *, strategy: str, dataset: str, symbols: Sequence[str], span: tuple[str, str]
) -> list[str]:
    """What will happen, in a few sentences."""
    who = ", ".join(symbols) if len(symbols) <= 4 else say(language, "run.n_symbols", n=len(symbols))
    first, last = request.from_on or span[0], request.to_on or span[1]
    costs = request.costs
    lines = [
        say(language, "run.say_what", strategy=strategy, symbols=who, dataset=dataset),
        say(language, "run.say_period", first=format.day(first), last=format.day(last)),
    ]
    if request.params:
        told = ", ".join(f"{name} {value}" for name, value in request.params.items())
        lines.append(say(language, "run.params_are", params=told))
    cash = format.money(request.cash).removesuffix(".00")
    if costs.commission or costs.slippage or costs.stamp_duty:
        rates = {name: _percent(getattr(costs, name)) for name in ("commission", "slippage", "stamp_duty")}
        lines.append(
            say(
                language,
                "run.say_money",
                cash=cash,
                commission=rates["commission"],
                slippage=rates["slippage"],
                duty=rates["stamp_duty"],
            )
        )
    else:
        lines.append(say(language, "run.say_free", cash=cash))
    if request.stop_loss or request.take_profit:
        none = say(language, "common.none")
        stop = _distance(request.stop_loss) if request.stop_loss else none
        target = _distance(request.take_profit) if request.take_profit else none
        lines.append(say(language, "run.say_exits", stop=stop, target=target))
    side = say(language, "run.long_short" if request.short else "run.long_only")
    lines.append(say(language, "run.say_orders", side=side, fill=say(language, f"run.{request.fill}")))
    return lines
