"""Entries turned into the functions a strategy calls: arguments bound, checked, brought to one shape and computed."""

import importlib
from collections.abc import Callable, Mapping
from functools import cache
from inspect import Parameter, Signature
from typing import Any

import numpy as np

from quantboard.core.arrays import Panel
from quantboard.core.indicators.columns import BadNumber, BadPeriod, BadSeries, down, floats, number, period, together
from quantboard.core.indicators.entry import Entry, Param
from quantboard.errors import InvalidInput

ROOM = "quantboard.core.indicators"
COMPOSED = ("runs.", "singles.", "levels.", "ratios.")  # functions over columns that call kernels
BODY, RANGE, SHADOWS = 0.0, 1.0, 2.0
CANDLES = {  # what is measured, bars of its average, factor: TA-Lib's settings
    "long": (BODY, 10, 1.0),
    "short": (BODY, 10, 1.0),
    "doji": (RANGE, 10, 0.1),
    "long_shadow": (BODY, 0, 1.0),
    "very_long_shadow": (BODY, 0, 2.0),
    "short_shadow": (SHADOWS, 10, 1.0),
    "no_shadow": (RANGE, 10, 0.1),
    "near": (RANGE, 5, 0.2),
    "far": (RANGE, 5, 0.6),
    "equal": (RANGE, 5, 0.05),
}


class BadArguments(InvalidInput):
    """Too many or too few arguments, or one with a name that is not known."""

    code = "indicator.bad_arguments"


def function(entry: Entry) -> Callable[..., Any]:
    """What the name of the entry stands for in a strategy."""
    if entry.call:
        found: Callable[..., Any] = _found(entry.call)
        return found
    fixed = tuple(_table(value) if isinstance(value, str) else value for value in entry.fixed)
    names = (*entry.arguments, *(one.name for one in entry.params))
    defaults = entry.defaults()
    n_outputs = len(entry.outputs)

    def call(*values: Any, **named: Any) -> Any:
        given = (
            _bound(entry, names, values, named)
            if named or len(values) != len(names)
            else dict(zip(names, values, strict=True))
        )
        panels = _panels(entry, given)
        numbers = [checked(one, given.get(one.name, defaults[one.name])) for one in entry.params]
        answers = down(runner(entry.kernel), panels, *fixed, *numbers, outputs=n_outputs)
        return answers[0] if n_outputs == 1 else answers

    call.__name__ = call.__qualname__ = entry.code
    call.__doc__ = f"{entry.meaning} {entry.formula}".strip()
    call.__signature__ = _signature(entry)  # type: ignore[attr-defined]
    return call


@cache
def runner(path: str) -> Callable[..., None]:
    """``family.name``: the kernel, or the function over columns in ``runs``."""
    found: Callable[..., None] = _found(path) if path.startswith(COMPOSED) else _kernel(path)
    return found


def ready(entry: Entry) -> None:
    """Load what the entry runs with, and compile every kernel of it: a locked child can load nothing more."""
    if entry.kernel:
        runner(entry.kernel)
    paths = entry.kernels if entry.call or entry.kernel.startswith(COMPOSED) else (entry.kernel, *entry.kernels)
    for path in paths:
        _kernel(path).ready()


def _kernel(path: str) -> Any:
    family, _, name = path.rpartition(".")
    return getattr(importlib.import_module(f"{ROOM}.{family}.kernels" if family else f"{ROOM}.kernels"), name)


def _found(path: str) -> Any:
    module, _, name = path.rpartition(".")
    return getattr(importlib.import_module(f"{ROOM}.{module}"), name)


def checked(param: Param, value: object) -> float | int:
    """The value of one parameter within its limits."""
    if param.kind == "int":
        bars = period(value, param.name, int(param.low))
        if bars > param.high:
            raise BadPeriod(f"{param.name} = {bars} is above {param.high:g}.", "Give a smaller number.")
        return bars
    taken = number(value, param.name)
    if not param.low <= taken <= param.high:
        raise BadNumber(
            f"{param.name} = {taken:g} is out of range.", f"Give a number from {param.low:g} to {param.high:g}."
        )
    return taken


def _bound(entry: Entry, names: tuple[str, ...], values: tuple[Any, ...], named: Mapping[str, Any]) -> dict[str, Any]:
    given = dict(zip(names, values, strict=False))
    unknown = [name for name in named if name not in names or name in given]
    missing = [name for name in entry.arguments if name not in given and name not in named]
    if unknown or missing or len(values) > len(names):
        told = f"{entry.code} has no argument {unknown[0]}." if unknown else f"{entry.code} takes other arguments."
        raise BadArguments(told, f"Write {entry.usage}.")
    return {**given, **named}


def _panels(entry: Entry, given: Mapping[str, Any]) -> tuple[Panel, ...]:
    if not entry.takes_bars:
        panels = tuple(floats(given[name], name) for name in entry.inputs)
        return together(*panels) if len(panels) > 1 else panels
    return panels_of(given["bars"], entry.inputs, entry.usage)


def panels_of(bars: Any, columns: tuple[str, ...], usage: str) -> tuple[Panel, ...]:
    """The named columns of bars, brought to one shape."""
    found = [column_of(bars, name) for name in columns]
    missing = [name for name, panel in zip(columns, found, strict=True) if panel is None]
    if missing:
        told = f"{usage.partition('(')[0]} needs bars with {', '.join(columns)}; {', '.join(missing)} is not there."
        raise BadSeries(told, f"Write {usage}, on data that has these columns.")
    return together(*(floats(panel, f"bars.{name}") for name, panel in zip(columns, found, strict=True)))


def column_of(bars: Any, name: str) -> Any:
    """One column of bars, or nothing."""
    columns = getattr(bars, "columns", None)
    if isinstance(columns, Mapping):
        return columns.get(name)
    return getattr(bars, name, None)


def _signature(entry: Entry) -> Signature:
    kind = Parameter.POSITIONAL_OR_KEYWORD
    first = [Parameter(name, kind) for name in entry.arguments]
    return Signature([*first, *(Parameter(name, kind, default=value) for name, value in entry.defaults().items())])


def _table(text: str) -> Panel:
    """``"long@2 doji@1"`` as rows of a candle pattern's table."""
    rows = []
    for word in text.split():
        name, _, lag = word.partition("@")
        rows.append((*CANDLES[name], float(lag or 0)))
    return np.array(rows, dtype=np.float64).reshape(len(rows), 4)
