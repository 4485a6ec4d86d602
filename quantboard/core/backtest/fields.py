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
BOTH_RULES = ("pessimistic", "optimistic", "adaptive")
VOLUME_RESTS = ("wait", "drop")
ORDER_LIVES = ("gtc", "bar")
CASH_RULES = ("proportional", "sequential")
MATCHINGS = ("average", "fifo")
EQUAL = "equal"  # the usual benchmark: equal parts of the chosen symbols


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


def _amount(value: object, name: str) -> float:
    number = _number(value, name)
    if number < 0:
        raise BadOption(f"{name} = {number} is below 0.", "Give 0 or more; 0 = not used.", field=name)
    return number


def _count(value: object, name: str) -> int:
    number = _amount(value, name)
    if number != int(number):
        raise BadOption(f"{name} = {number} is not a whole number.", "Give 0, 1, 2 and so on.", field=name)
    return int(number)


def _leverage(value: object, name: str) -> float:
    number = _number(value, name)
    if not 1 <= number <= 100:
        raise BadOption(f"A leverage of {number} is not possible.", "Give 1 (none) to 100.", field=name)
    return number


def _entries(value: object, name: str) -> int:
    number = _count(value, name)
    if number < 1:
        raise BadOption("A position has at least one entry.", "Give 1 or more.", field=name)
    return number


def _distance(value: object, name: str) -> float | str:
    text = str(value).strip()
    return text if ":" in text else _number(value, name)


def _pairs(value: object, name: str) -> list[tuple[str, str]]:
    """``"a:1,b:2"``, ``{"a": 1}`` or ``[["a", 1]]`` as pairs of text."""
    if isinstance(value, Mapping):
        return [(str(key), str(number)) for key, number in value.items()]
    if isinstance(value, str):
        value = [part.rpartition(":")[::2] for part in value.split(",") if part.strip()]
    if not isinstance(value, (list, tuple)) or any(not isinstance(p, (list, tuple)) or len(p) != 2 for p in value):
        raise BadOption(f"{name} = {value!r} is no list of pairs.", "Write A:0.1,B:0.2.", field=name)
    return [(str(first).strip(), str(second).strip()) for first, second in value]


def _tiers(value: object, name: str) -> tuple[tuple[float, float], ...]:
    return tuple(sorted((_amount(least, name), _rate(rate, name)) for least, rate in _pairs(value, name)))


def _bands(value: object, name: str) -> tuple[tuple[str, float], ...]:
    return tuple(sorted((symbol, _rate(band, name)) for symbol, band in _pairs(value, name)))


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
    hint = "Give fixed:N, percent:R with R above 0, volatility:V (yearly), equal, or weights."
    if kind in ("weights", "equal") and not number:
        return kind
    if kind not in ("fixed", "percent", "volatility"):
        raise BadOption(f"The size {value} is not known.", hint, field=name)
    amount = _number(number, name)
    if amount <= 0 or (kind == "percent" and amount > 100):
        raise BadOption(f"The size {value} is out of range.", hint, field=name)
    return f"{kind}:{amount!r}"


def _symbols(value: object, name: str) -> tuple[str, ...] | None:
    if not isinstance(value, (str, list, tuple)):
        raise BadOption(f"{name} = {value!r} is no list of symbols.", "Give A,B.", field=name)
    parts = value.split(",") if isinstance(value, str) else [str(part) for part in value]
    return tuple(sorted({part.strip() for part in parts if part.strip()})) or None


def _benchmark(value: object, name: str) -> str | None:
    text = str(value).strip()
    kind, _, rest = text.partition(":")
    if text == EQUAL:
        return None
    if text == "none" or (kind == "symbol" and rest) or (kind == "data" and all(rest.partition(":")[::2])):
        return text
    hint = "Give equal, none, symbol:SPY or data:DATASET:SYMBOL; @column after the symbol takes another column."
    raise BadOption(f"The benchmark {text[:80]!r} is not known.", hint, field=name)


def _bars(value: object, name: str) -> int:
    number = _count(value, name)
    if number < 1:
        raise BadOption(f"{name} = {number} is not above 0.", "Give 1, 2, 3 and so on.", field=name)
    return number


def _params(value: object, name: str) -> dict[str, object]:
    if not isinstance(value, Mapping):
        raise BadOption(f"{name} = {value!r} is not a set of named values.", "Give name: value pairs.", field=name)
    return {str(key): part for key, part in value.items()}


ALIASES = {"from": "from_on", "to": "to_on"}
SHOWN = {"from_on": "from", "to_on": "to"}
READERS: dict[str, Callable[[object, str], Any]] = {
    "params": _params,
    "symbols": _symbols,
    "exclude": _symbols,
    "benchmark": _benchmark,
    "listed_bars": _count,
    "least_value": _amount,
    "least_volume": _amount,
    "average_bars": _bars,
    "no_st": _flag,
    "from_on": _date,
    "to_on": _date,
    "cash": _cash,
    "stop_loss": _distance,
    "take_profit": _distance,
    "trailing": _distance,
    "size": _size,
    "short": _flag,
    "fill": _one_of(FILLS),
    "commission": _rate,
    "slippage": _rate,
    "stamp_duty": _rate,
    "per_share": _amount,
    "per_order": _amount,
    "min_commission": _amount,
    "commission_tiers": _tiers,
    "spread": _amount,
    "impact": _amount,
    "volatility_slippage": _amount,
    "borrow": _rate,
    "interest": _rate,
    "price_limit": _rate,
    "price_limits": _bands,
    "tick": _amount,
    "t_plus_1": _flag,
    "whole_units": _flag,
    "lot": _amount,
    "max_volume": _amount,
    "volume_rest": _one_of(VOLUME_RESTS),
    "min_volume": _amount,
    "max_weight": _amount,
    "max_holdings": _count,
    "leverage": _leverage,
    "maintenance": _rate,
    "stops_from": _one_of(STOPS_FROM),
    "both_rule": _one_of(BOTH_RULES),
    "max_bars": _count,
    "order_life": _one_of(ORDER_LIVES),
    "cash_rule": _one_of(CASH_RULES),
    "no_trade_band": _rate,
    "pyramiding": _entries,
    "close_at_end": _flag,
    "matching": _one_of(MATCHINGS),
    "warmup": _count,
}
