"""Parameters as data: what a strategy declares, and the values given to it cast, ranged and checked by its rules."""

import difflib
import math
from collections.abc import Mapping
from dataclasses import dataclass

from quantboard.core.strategy.rules import parse_rule
from quantboard.errors import InvalidInput

TRUE_WORDS, FALSE_WORDS = ("true", "yes", "on", "1"), ("false", "no", "off", "0")

Value = int | float | bool | str


class UnknownParameter(InvalidInput):
    """A value was given for a parameter that the strategy does not declare."""

    code = "params.unknown"


class BadParameter(InvalidInput):
    """A value does not fit its parameter's kind, range or choices."""

    code = "params.bad_value"


class RuleBroken(InvalidInput):
    """The values contradict a rule that the strategy declares."""

    code = "params.rule_broken"


@dataclass(frozen=True)
class Param:
    """One declared parameter: its kind (int, float, bool, choice), default and range."""

    name: str
    kind: str
    default: Value
    least: float | None = None
    most: float | None = None
    choices: tuple[str, ...] = ()
    help: str = ""
    label: str = ""


@dataclass(frozen=True)
class Declaration:
    """What a strategy's source declares, read from its syntax tree and never run."""

    name: str
    kind: str
    params: tuple[Param, ...] = ()
    rules: tuple[str, ...] = ()
    stop_loss: float | str | None = None
    take_profit: float | str | None = None
    trailing: float | str | None = None
    max_bars: int = 0
    exits_from_code: bool = False
    rebalance: str | None = None


def resolve(declaration: Declaration, given: Mapping[str, object]) -> dict[str, Value]:
    """Every declared parameter with the value given or its default, cast to its kind and inside its range.

    Raises ``UnknownParameter``, ``BadParameter`` or ``RuleBroken``, each with ``field="params.<name>"``.
    """
    known = {param.name: param for param in declaration.params}
    for name in given:
        if name not in known:
            raise UnknownParameter(f"There is no parameter {name}.", _near(name, known), field=f"params.{name}")
    values = {name: cast(param, given.get(name, param.default)) for name, param in known.items()}
    numeric = [param.name for param in declaration.params if param.kind in ("int", "float")]
    for text in declaration.rules:
        rule = parse_rule(text, numeric)
        if not rule.holds(values):
            now = ", ".join(f"{name} = {values[name]}" for name in rule.names)
            field = f"params.{rule.names[0]}" if rule.names else "params"
            raise RuleBroken(f"The rule {text} does not hold: {now}.", "Change one of them.", field=field)
    return values


def cast(param: Param, value: object) -> Value:
    """``value`` as text or typed → the parameter's kind, inside its range."""
    if param.kind == "bool":
        return _bool(param, value)
    if param.kind == "choice":
        return _choice(param, value)
    return _in_range(param, _int(param, value) if param.kind == "int" else _float(param, value))


def _float(param: Param, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise _bad(param, value, "a number")
    try:
        number = float(value)
    except (ValueError, OverflowError):
        raise _bad(param, value, "a number") from None
    if not math.isfinite(number):
        raise _bad(param, value, "a finite number")
    return number + 0.0


def _int(param: Param, value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    number = _float(param, value)
    if number != math.floor(number):
        raise _bad(param, value, "a whole number")
    return int(number)


def _bool(param: Param, value: object) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word in TRUE_WORDS or word in FALSE_WORDS:
        return word in TRUE_WORDS
    raise _bad(param, value, "true or false")


def _choice(param: Param, value: object) -> str:
    if value in param.choices:
        return str(value)
    near = difflib.get_close_matches(str(value), param.choices, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"Choose one of {', '.join(param.choices)}."
    raise BadParameter(f"{param.name} cannot be {value}.", hint, field=f"params.{param.name}")


def _in_range(param: Param, number: int | float) -> int | float:
    if param.least is not None and number < param.least:
        message = f"{param.name} = {number} is below {param.least}."
    elif param.most is not None and number > param.most:
        message = f"{param.name} = {number} is above {param.most}."
    else:
        return number
    least = "−∞" if param.least is None else param.least
    most = "∞" if param.most is None else param.most
    raise BadParameter(message, f"Give a value from {least} to {most}.", field=f"params.{param.name}")


def _bad(param: Param, value: object, wanted: str) -> BadParameter:
    return BadParameter(f"{param.name} = {value!r} is not {wanted}.", f"Give {wanted}.", field=f"params.{param.name}")


def _near(name: str, known: Mapping[str, Param]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    if near:
        return f"Did you mean {near[0]}?"
    return f"It declares {', '.join(known)}." if known else "It declares none."
