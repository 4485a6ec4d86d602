"""Events and states: crossings, shifts, holding, choosing. A mask is a bool array; NaN counts as false in it."""

from typing import Any, TypeVar

import numpy as np

from quantboard.core.arrays import Mask, Panel
from quantboard.core.indicators import kernels
from quantboard.core.indicators.columns import BadPeriod, BadSeries, down, down_masks, operand, period, series, together

Kind = TypeVar("Kind", bound=np.ndarray[Any, Any])


def cross_above(a: Panel, b: Panel | float) -> Mask:
    """True where a > b and a ≤ b on the previous bar on which both had values. ``b`` may be a number."""
    return down_masks(kernels.crossing, together(operand(a, "a"), operand(b, "b")))


def cross_below(a: Panel, b: Panel | float) -> Mask:
    """True where a < b and a ≥ b on the previous bar on which both had values. ``b`` may be a number."""
    return down_masks(kernels.crossing, together(*reversed(together(operand(a, "a"), operand(b, "b")))))


def shift(x: Kind, n: int = 1) -> Kind:
    """The value ``n`` bars before, counting the bars that have one. A mask stays a mask, false at its start."""
    panel = series(x, "x")
    if isinstance(n, int) and n < 0:
        raise BadPeriod(f"n = {n} would look into the future.", "Shift by 0 or more bars.")
    bars = period(n, least=0)
    lagged = down(kernels.lagged, (panel,), bars)[0]
    return lagged == 1.0 if x.dtype == np.bool_ else lagged  # type: ignore[return-value]


def hold(entry: Panel | Mask, exit: Panel | Mask) -> Mask:
    """True from an entry until the next exit; a bar with both is out."""
    return down_masks(kernels.holding, together(mask(entry, "entry"), mask(exit, "exit")))  # type: ignore[arg-type]


def where(condition: Panel | Mask, a: Panel | float, b: Panel | float) -> Panel:
    """``a`` where the condition is true, else ``b``; NaN in the condition is false. Numbers serve all bars."""
    chosen, yes, no = together(mask(condition, "condition"), operand(a, "a"), operand(b, "b"))  # type: ignore[arg-type]
    picked = np.where(chosen, yes, no)
    both_masks = all(
        isinstance(value, bool | np.bool_) or getattr(value, "dtype", None) == np.bool_ for value in (a, b)
    )
    return picked == 1.0 if both_masks else picked


def mask(value: object, name: str) -> Mask:
    """An array as true and false: NaN and 0 are false."""
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "fiub":
        raise BadSeries(f"{name} is {type(value).__name__}, not an array.", "Pass a condition such as fast > slow.")
    return np.nan_to_num(value, nan=0.0) != 0.0 if value.dtype.kind == "f" else value.astype(np.bool_)
