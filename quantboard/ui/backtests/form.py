"""The run form as data: what its fields ask for, and the fields that ask for a stored run again."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from quantboard.core.backtest.benchmark import choice_of
from quantboard.core.backtest.fields import BadOption, read_fields
from quantboard.core.backtest.spec import OptionsClash, RunRequest, WrongSizing, parse_request
from quantboard.core.strategy.exits import BadExit
from quantboard.core.strategy.params import Declaration, Param, resolve
from quantboard.errors import InvalidInput
from quantboard.ui.backtests.options import BY_NAME, DEFAULTS, OPTIONS, SIZED, Option
from quantboard.ui.errors import SPOKEN, told
from quantboard.ui.text.catalogue import say

PERIODS = {"1": 1, "3": 3, "5": 5, "10": 10}
BLOCKING = {"benchmark_symbol"}
LIKED = ("cash", "commission", "slippage", "stamp_duty")


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
    asked = {option.name: _asked(option, fields) for option in OPTIONS}
    asked["symbols"] = list(symbols) if symbols is not None else None
    asked["params"] = {field.name: field.value for field in params}
    return parse_request(asked)


def _asked(option: Option, fields: Mapping[str, str]) -> object:
    """What the fields of one option ask for, as ``core`` reads it."""
    text = fields.get(option.name, "").strip()
    if option.kind == "size":
        return _size(fields)
    if option.kind == "benchmark":
        return _benchmark(fields)
    if option.kind == "distance":
        kind = fields.get(f"{option.name}_kind", "percent")
        return _fraction(text) if kind == "percent" or not text else f"{kind}:{text}"
    return READ.get(option.kind, str)(text)


def _fraction(text: str) -> str:
    """``0.05`` percent is 0.0005, with no noise of binary division; what is no number stays as it is."""
    try:
        return str(Decimal(text.strip()) / 100) if text.strip() else ""
    except InvalidOperation:
        return text


def _pairs(text: str) -> list[tuple[str, str]] | str:
    """``A:20, B:5`` in percent as pairs of text in fractions; what has another shape stays as it is."""
    parts = [part.rpartition(":") for part in text.translate(NARROW).split(",") if part.strip()]
    return [(one.strip(), _fraction(rate)) for one, _, rate in parts] if all(colon for _, colon, _ in parts) else text


NARROW = str.maketrans("，：；;", ",:,,")
READ: dict[str, Callable[[str], object]] = {
    "percent": _fraction,
    "pairs": _pairs,
    "flag": lambda text: text == "true",
    "symbols": lambda text: ",".join(re.split(r"[\s,;，；、]+", text)),
}


def _size(fields: Mapping[str, str]) -> str | None:
    kind, amount = fields.get("size_kind", "even"), fields.get("size_amount", "")
    if kind in SIZED:
        return f"{kind}:{_fraction(amount) if SIZED[kind] else amount}"
    return None if kind == "even" else kind


def _benchmark(fields: Mapping[str, str]) -> str | None:
    kind, symbol = fields.get("benchmark", "equal"), fields.get("benchmark_symbol", "").strip()
    column = fields.get("benchmark_column", "").strip()
    named = f"{symbol}@{column}" if column and symbol else symbol
    if kind == "data":
        return f"data:{fields.get('benchmark_data', '')}:{named}"
    return f"symbol:{named}" if kind == "symbol" else None if kind == "equal" else kind


def form_of(request: Mapping[str, object]) -> dict[str, str]:
    """The fields that make ``request`` again: the inverse of ``request_of`` for a stored run."""
    fields = dict(DEFAULTS)
    for key, value in request.items():
        option = BY_NAME.get({"from_on": "from", "to_on": "to"}.get(key, key))
        if option is not None and value is not None:
            fields |= _shown(option, value)
    if fields["lot"] == "1":
        fields |= {"lot": "", "whole_units": "true"}
    return fields


def _shown(option: Option, value: object) -> dict[str, str]:
    """The fields of one option that ask for ``value``."""
    if option.kind == "size":
        kind, _, amount = str(value).partition(":")
        shown = percent(float(amount)) if SIZED.get(kind) else plain(float(amount or 100))
        return {"size_kind": kind, "size_amount": shown}
    if option.kind == "distance":
        kind, colon, amount = str(value).rpartition(":")
        number = plain(float(amount)) if colon else percent(float(amount))
        return {f"{option.name}_kind": kind or "percent", option.name: number}
    if option.kind == "benchmark":
        found = choice_of(str(value))
        parts = {} if found is None else {"symbol": found.symbol, "data": found.dataset, "column": found.column}
        return {option.name: str(value).partition(":")[0]} | {f"benchmark_{one}": text for one, text in parts.items()}
    if option.kind == "symbols":
        return {option.name: ", ".join(value) if isinstance(value, list | tuple) else str(value)}
    if option.kind == "flag":
        return {option.name: "true" if value else ""}
    if option.kind == "pairs":
        return {option.name: pairs_text(value)}
    if not isinstance(value, int | float):
        return {option.name: str(value)}
    number = percent(value) if option.kind == "percent" else plain(value)
    return {option.name: "" if number == "0" and not option.default else number}


def pairs_text(pairs: object) -> str:
    """Pairs as they are typed: ``A:20, B:5``."""
    return ", ".join(
        f"{plain(one) if isinstance(one, int | float) else one}:{percent(rate)}"
        for one, rate in (pairs if isinstance(pairs, list | tuple) else ())
    )


def liked(preferences: Mapping[str, object]) -> dict[str, str]:
    """The capital and costs that a person chose as defaults; what was not chosen is left out."""
    fields: dict[str, str] = {}
    for name in LIKED:
        value = preferences.get("capital" if name == "cash" else name)
        if isinstance(value, int | float):
            fields[name] = plain(value) if name == "cash" else percent(value)
    return fields


def plain(number: float) -> str:
    """A number as it is typed: all its digits, no exponent."""
    return f"{Decimal(repr(float(number))).normalize():f}"


def percent(fraction: float) -> str:
    """A fraction as it is typed, in percent."""
    return f"{(Decimal(repr(float(fraction))) * 100).normalize():f}"


def years_back(last: str, years: int, first: str) -> str:
    """The day ``years`` before the day after ``last``, but not before ``first``."""
    end = date.fromisoformat(last) + timedelta(days=1)
    try:
        start = end.replace(year=end.year - years)
    except ValueError:  # the 29th of February
        start = end.replace(year=end.year - years, day=28)
    return max(start.isoformat(), first)


def start_of(period: str, last: str, first: str) -> str:
    """The first day of a preset: so many years, half a year, this year, or all of the data."""
    if period == "year":
        return max(f"{last[:4]}-01-01", first)
    if period == "half":
        return max((date.fromisoformat(last) - timedelta(days=182)).isoformat(), first)
    return years_back(last, PERIODS[period], first) if period in PERIODS else first


def values_of(strategy_id: str | None, dataset_id: str | None, request: Mapping[str, Any]) -> dict[str, Any]:
    """What the form takes over from a stored request."""
    return {
        "strategy_id": strategy_id,
        "dataset_id": dataset_id,
        "params": request.get("params", {}),
        "symbols": request.get("symbols"),
        "fields": form_of(request),
    }


def values_of_setup(setup: Any) -> dict[str, Any]:
    """The same of a set-up."""
    taken = values_of(setup.strategy_id, setup.dataset_id, setup.request)
    return taken | {"setup_id": setup.id, "loaded": setup.name}


def unknown_names(fields: Mapping[str, str], known: Sequence[str]) -> dict[str, str]:
    """What fields name that the dataset does not hold, by field."""
    language = SPOKEN.get()
    asked = {"exclude": str(READ["symbols"](fields.get("exclude", ""))).split(",")}
    if fields.get("benchmark") == "symbol":
        asked["benchmark_symbol"] = [fields.get("benchmark_symbol", "").strip()]
    missing = {name: [one for one in names if one and one not in known][:10] for name, names in asked.items()}
    return {name: say(language, "run.not_there", symbols=", ".join(some)) for name, some in missing.items() if some}


@dataclass(frozen=True)
class Checked:
    """What the form amounts to: a request, or what is wrong with which field."""

    request: RunRequest | None
    errors: dict[str, str]


def check(
    fields: Mapping[str, str], params: Sequence[ParamField], symbols: Sequence[str] | None, declaration: Declaration
) -> Checked:
    """All problems that can be told without the data, by field: of each alone, then of what does not go together."""
    errors: dict[str, str] = {}
    for option in OPTIONS:
        try:
            read_fields({option.name: _asked(option, fields)})
        except InvalidInput as problem:
            errors[place(option.name, fields)] = said(problem)
    request = None
    try:
        request = request_of(fields, params, symbols)
    except InvalidInput as problem:
        errors.setdefault(place(problem.field, fields), said(problem))
    if declaration.kind == "weights" and fields.get("size_kind") not in ("weights", "even"):
        errors["size_kind"] = say(SPOKEN.get(), "run.clash_weights")
    try:
        resolve(declaration, {field.name: field.value for field in params})
    except InvalidInput as problem:
        errors[problem.field or "params"] = told(problem)
    return Checked(None if errors else request, errors)


def said(problem: InvalidInput) -> str:
    """The problem in the form's own terms, that are percents, where those of ``core`` are fractions."""
    field, language = problem.field or "", SPOKEN.get()
    kind = BY_NAME[field].kind if field in BY_NAME else ""
    if isinstance(problem, OptionsClash | WrongSizing) and field in ("maintenance", "max_weight", "size"):
        return say(language, f"run.clash_{field}")
    if isinstance(problem, BadOption) and kind in ("percent", "pairs", "size", "benchmark"):
        return say(language, f"run.bad_{kind}")
    if isinstance(problem, BadExit):
        return say(language, "run.bad_distance")
    return told(problem)


def place(field: str | None, fields: Mapping[str, str]) -> str:
    """The field of the form at which a problem of ``field`` is shown."""
    if field == "benchmark" and fields.get("benchmark") in ("symbol", "data"):
        return "benchmark_symbol"
    if field == "size":
        return "size_amount" if fields.get("size_kind") in SIZED else "size_kind"
    return field or "form"


def with_errors(params: Sequence[ParamField], errors: Mapping[str, str]) -> list[ParamField]:
    """The parameter fields, each with its own problem."""
    return [replace(field, error=errors.get(f"params.{field.name}", "")) for field in params]


def labelled(values: Mapping[str, Any], params: Sequence[ParamField]) -> dict[str, Any]:
    """The parameters under the names that the form shows."""
    labels = {one.name: one.label for one in params}
    return {labels.get(name, name): value for name, value in values.items()}


def in_labels(rule: str, params: Sequence[ParamField]) -> str:
    """A rule such as ``fast < slow`` in the names that the form shows."""
    labels = {one.name: one.label for one in params}
    return re.sub(r"[A-Za-z_]\w*", lambda found: labels.get(found[0], found[0]), rule)
