"""Fields of a form, the shell or REST, as text or typed: each read by name, a bad one refused by name."""

import difflib
import math
from collections.abc import Callable, Mapping
from typing import Any

from quantboard.core.bars import BadDate, parse_date
from quantboard.core.strategy.params import FALSE_WORDS, TRUE_WORDS
from quantboard.errors import InvalidInput

FILLS = ("next_open", "next_close", "close")
STOPS_FROM = ("entry_bar", "next_bar")


class UnknownOption(InvalidInput):
    """A field that no run knows."""

    code = "option.unknown"


class BadOption(InvalidInput):
    """A field whose value is malformed or out of range."""

    code = "option.bad_value"


def read_fields(fields: Mapping[str, object]) -> dict[str, Any]:
    """The fields that were filled in, typed; raises ``InvalidInput(field=…)``."""
    given = {ALIASES.get(name, name): value for name, value in fields.items() if value is not None and value != ""}
    for name in given:
        if name not in READERS:
            near = difflib.get_close_matches(name, READERS, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(READERS)}."
            raise UnknownOption(f"There is no option {name}.", hint, field=name)
    return {name: READERS[name](value, SHOWN.get(name, name)) for name, value in given.items()}


def _number(value: object, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise BadOption(f"{name} = {value!r} is not a number.", "Give a number.", field=name)
    try:
        number = float(value)
    except (ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        raise BadOption(f"{name} = {value!r} is not a number.", "Give a number such as 0.05.", field=name)
    return number + 0.0


def _rate(value: object, name: str) -> float:
    number = _number(value, name)
    if not 0 <= number < 1:
        hint = "Give a fraction from 0 to below 1: 5 basis points are 0.0005."
        raise BadOption(f"{name} = {number} is not a rate.", hint, field=name)
    return number


def _cash(value: object, name: str) -> float:
    number = _number(value, name)
    if number <= 0:
        raise BadOption(f"Initial cash of {number} is not above 0.", "Give a positive amount.", field=name)
    return number


def _date(value: object, name: str) -> str:
    try:
        return parse_date(str(value)).isoformat()
    except BadDate as problem:
        raise BadDate(problem.message, problem.hint, field=name) from None


def _flag(value: object, name: str) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word not in TRUE_WORDS + FALSE_WORDS:
        raise BadOption(f"{name} = {value!r} is neither true nor false.", "Give true or false.", field=name)
    return word in TRUE_WORDS


def _one_of(words: tuple[str, ...]) -> Callable[[object, str], str]:
    def read(value: object, name: str) -> str:
        if value not in words:
            raise BadOption(f"{name} cannot be {value}.", f"Choose one of {', '.join(words)}.", field=name)
        return str(value)

    return read


def _size(value: object, name: str) -> str:
    kind, _, number = str(value).strip().partition(":")
    hint = "Give fixed:N, percent:R with R from above 0 to 1, or weights."
    if kind == "weights" and not number:
        return kind
    if kind not in ("fixed", "percent"):
        raise BadOption(f"The size {value} is not known.", hint, field=name)
    amount = _number(number, name)
    if amount <= 0 or (kind == "percent" and amount > 1):
        raise BadOption(f"The size {value} is out of range.", hint, field=name)
    return f"{kind}:{amount!r}"


def _symbols(value: object, name: str) -> tuple[str, ...] | None:
    if not isinstance(value, (str, list, tuple)):
        raise BadOption(f"{name} = {value!r} is no list of symbols.", "Give A,B.", field=name)
    parts = value.split(",") if isinstance(value, str) else [str(part) for part in value]
    return tuple(sorted({part.strip() for part in parts if part.strip()})) or None


def _params(value: object, name: str) -> dict[str, object]:
    if not isinstance(value, Mapping):
        raise BadOption(f"{name} = {value!r} is not a set of named values.", "Give name: value pairs.", field=name)
    return {str(key): part for key, part in value.items()}


ALIASES = {"from": "from_on", "to": "to_on"}
SHOWN = {"from_on": "from", "to_on": "to"}
READERS: dict[str, Callable[[object, str], Any]] = {
    "params": _params,
    "symbols": _symbols,
    "from_on": _date,
    "to_on": _date,
    "cash": _cash,
    "commission": _rate,
    "slippage": _rate,
    "stamp_duty": _rate,
    "stop_loss": _number,
    "take_profit": _number,
    "stops_from": _one_of(STOPS_FROM),
    "size": _size,
    "whole_units": _flag,
    "short": _flag,
    "fill": _one_of(FILLS),
}
