"""The door of every indicator: what may come in, and the run down each column over the rows that have values."""

import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from quantboard.core.arrays import Mask, Panel, Vector
from quantboard.core.indicators import kernels
from quantboard.errors import InvalidInput

LONGEST = 100_000


class BadPeriod(InvalidInput):
    """A number of bars that is no whole number, or out of range."""

    code = "indicator.bad_period"


class BadNumber(InvalidInput):
    """A factor or level that is no finite number."""

    code = "indicator.bad_number"


class BadSeries(InvalidInput):
    """Something that is no array of numbers, (T,) or (T, N)."""

    code = "indicator.bad_series"


class ShapeMismatch(InvalidInput):
    """Series of different lengths, or panels of different symbols, in one call."""

    code = "indicator.shape_mismatch"


def period(value: object, name: str = "n", least: int = 1) -> int:
    """A whole number of bars from ``least`` to 100 000."""
    try:
        bars = operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        bars = int(value) if isinstance(value, float | np.floating) and float(value).is_integer() else least - 1
    if isinstance(value, bool | np.bool_) or not least <= bars <= LONGEST:
        raise BadPeriod(
            f"{name} = {value!r} is not a number of bars.", f"Give a whole number from {least} to {LONGEST:,}."
        )
    return bars


def number(value: object, name: str) -> float:
    """A finite number."""
    if isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool):
        taken = float(value)
        if np.isfinite(taken):
            return taken
    raise BadNumber(f"{name} = {value!r} is not a number.", f"Give {name} a finite number.")


def series(value: object, name: str) -> Panel:
    """Numbers as float64, (T,) or (T, N); an infinity counts as no value."""
    taken = floats(value, name)
    return taken if is_tame(taken) else np.where(np.isinf(taken), np.nan, taken)


def floats(value: object, name: str) -> Panel:
    """Numbers as float64, (T,) or (T, N), as they are: ``down`` passes over what is no finite number."""
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "fiub":
        raise BadSeries(
            f"{name} is {type(value).__name__}, not an array of numbers.", "Pass a column such as bars.close."
        )
    if value.ndim not in (1, 2):
        raise BadSeries(f"{name} has {value.ndim} dimensions.", "Pass (T,) or (T, N).")
    return value.astype(np.float64, order="C", copy=False)


def is_tame(panel: Panel) -> bool:
    """Whether no value is infinite."""
    return bool(kernels.endless(np.ascontiguousarray(panel).reshape(-1)) == 0)


def operand(value: object, name: str) -> Panel:
    """A series, or a plain number that stands for itself on every row."""
    if isinstance(value, int | float | np.integer | np.floating | np.bool_) or (
        isinstance(value, np.ndarray) and value.ndim == 0
    ):
        return np.asarray(value, dtype=np.float64)
    return series(value, name)


def together(*values: Panel) -> tuple[Panel, ...]:
    """The given series brought to one shape: numbers and (T,) and (T, 1) serve all symbols of a (T, N)."""
    if values[0].ndim and all(value.shape == values[0].shape for value in values):
        return values
    rows = {len(value) for value in values if value.ndim}
    if not rows:
        raise BadSeries("None of the arguments is an array.", "Pass a column such as bars.close.")
    widths = {value.shape[1] for value in values if value.ndim == 2} - {1}
    if len(rows) > 1 or len(widths) > 1:
        shapes = " and ".join(str(value.shape) for value in values if value.ndim)
        raise ShapeMismatch(f"Shapes {shapes} do not fit each other.", "Use series of the same bars and symbols.")
    if not any(value.ndim == 2 for value in values):
        shape: tuple[int, ...] = (rows.pop(),)
    else:
        shape = (rows.pop(), widths.pop() if widths else 1)
    tall = (value[:, None] if value.ndim == 1 and len(shape) == 2 else value for value in values)
    return tuple(np.broadcast_to(value, shape) for value in tall)


def down(kernel: Callable[..., None], inputs: tuple[Panel, ...], *numbers: Any, outputs: int = 1) -> tuple[Panel, ...]:
    """Run ``kernel(*columns, *numbers, *outs)`` down each column over the rows where all inputs have values.

    Inputs share one shape, (T,) or (T, N); so do the fresh outputs, NaN on the rows that were skipped.
    """
    shape = inputs[0].shape
    if len(shape) == 1 or shape[1] == 1:
        flat = [np.ascontiguousarray(panel.reshape(-1)) for panel in inputs]
        return tuple(out.reshape(shape) for out in _one(kernel, flat, numbers, outputs))
    outs = tuple(np.full(shape, np.nan) for _ in range(outputs))
    for j in range(shape[1]):
        columns = [np.ascontiguousarray(panel[:, j]) for panel in inputs]
        for out, result in zip(outs, _one(kernel, columns, numbers, outputs), strict=True):
            out[:, j] = result
    return outs


def _one(
    kernel: Callable[..., None], columns: list[Vector], numbers: tuple[Any, ...], outputs: int
) -> tuple[Vector, ...]:
    """One column: straight through where there are no gaps, else over the rows that have values."""
    if all(is_whole(column) for column in columns):
        outs = tuple(np.full(len(columns[0]), np.nan) for _ in range(outputs))
        kernel(*columns, *numbers, *outs)
        return outs
    alive = np.isfinite(columns[0])
    for column in columns[1:]:
        alive &= np.isfinite(column)
    results = tuple(np.full(int(alive.sum()), np.nan) for _ in range(outputs))
    kernel(*(column[alive] for column in columns), *numbers, *results)
    outs = tuple(np.full(len(alive), np.nan) for _ in range(outputs))
    for out, result in zip(outs, results, strict=True):
        out[alive] = result
    return outs


def is_whole(column: Vector) -> bool:
    """Whether every value is a finite number."""
    return bool(kernels.wild(column) == 0)


def down_masks(kernel: Callable[..., None], inputs: tuple[Any, ...]) -> Mask:
    """Run ``kernel(*columns, out)`` down each column and row; the output is a mask of the inputs' shape."""
    shape = inputs[0].shape
    out = np.zeros(shape, dtype=np.bool_)
    if len(shape) == 1:
        kernel(*(np.ascontiguousarray(value) for value in inputs), out)
        return out
    for j in range(shape[1]):
        column = np.zeros(shape[0], dtype=np.bool_)
        kernel(*(np.ascontiguousarray(value[:, j]) for value in inputs), column)
        out[:, j] = column
    return out
