"""What user code returned → typed arrays, by exact type only, with errors that name the shape. Runs in the child."""

import math
import sys
from typing import Any

import numpy as np

from quantboard.core.arrays import Codes, Panel
from quantboard.core.strategy.decision import ENTRY, EXIT, SHORT_ENTRY, SHORT_EXIT
from quantboard.core.strategy.exits import BadExit, Distance
from quantboard.core.strategy.exits import Exits as Levels
from quantboard.sandbox.api import Exits, Signals

LEVELS = (("entry", ENTRY), ("exit", EXIT), ("short_entry", SHORT_ENTRY), ("short_exit", SHORT_EXIT))


class BadAnswer(Exception):
    """What came back cannot be used; ``advice`` says what to return."""

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.advice = advice


def codes(answer: object, shape: tuple[int, int]) -> Codes:
    """``Signals`` → one int8 a bar and symbol."""
    if type(answer) is not Signals:
        what = "nothing" if answer is None else f"a {type(answer).__name__}"
        raise BadAnswer(f"signals returned {what}.", "Return Signals(entry=…, exit=…).")
    out = np.zeros(shape, dtype=np.int8)
    for name, bit in LEVELS:
        value = getattr(answer, name)
        if value is None:
            continue
        panel = _array(value, name, shape)
        level = np.nan_to_num(panel, nan=0.0) != 0 if panel.dtype.kind == "f" else panel != 0
        out |= level.view(np.int8) * np.int8(bit)
    return out


def panel(value: object, name: str, shape: tuple[int, int]) -> Panel:
    """A panel of finite numbers or NaN; one number serves all bars as the size."""
    if name == "size" and type(value) in (int, float):
        value = np.full((shape[0], 1), float(value))  # type: ignore[arg-type]
    found = _array(value, name, shape).astype(np.float64)
    if np.isinf(found).any():
        raise BadAnswer(f"{name} holds an infinite number.", "Look for a division by zero; NaN means 'leave as it is'.")
    return np.ascontiguousarray(np.broadcast_to(found, shape))


def exits(answer: object) -> tuple[Distance, Distance, Distance]:
    """``Exits`` → stop-loss, take-profit and trailing stop."""
    if answer is None:
        return None, None, None
    if type(answer) is not Exits:
        raise BadAnswer(f"exits returned a {type(answer).__name__}.", "Return Exits(stop_loss=0.05).")
    told = [_distance(getattr(answer, name), name) for name in ("stop_loss", "take_profit", "trailing")]
    try:
        Levels(*told)
    except BadExit as problem:
        raise BadAnswer(problem.message, problem.hint or "0.05 is 5 %.") from None
    return told[0], told[1], told[2]


def _distance(value: Any, name: str) -> Distance:
    if isinstance(value, np.generic) and not isinstance(value, np.bool_):
        value = value.item()
    if value is None or type(value) is str:
        return value
    if type(value) not in (int, float) or not 0 < value < math.inf:
        raise BadAnswer(f"{name} must be a fraction above 0, a distance or None.", "0.05 is 5 %, 'atr:2' two ranges.")
    return float(value)


def _array(value: Any, name: str, shape: tuple[int, int]) -> np.ndarray[Any, Any]:
    """Any accepted form as (T, N) or (T, 1)."""
    n_bars, n_symbols = shape
    if type(value) is list:
        try:
            value = np.array(value)
        except (ValueError, OverflowError):
            raise BadAnswer(f"{name} is a list of unequal rows.", "Return one value a bar.") from None
    if type(value) is not np.ndarray:
        value = _of_table(value)
    if type(value) is not np.ndarray:
        raise BadAnswer(f"{name} is a {type(value).__name__}, not an array.", _wanted(shape))
    if value.dtype.kind not in "biuf":
        raise BadAnswer(f"{name} is an array of {value.dtype}, not of numbers or truth values.", _wanted(shape))
    if value.shape == (n_bars,) and n_symbols == 1:
        return value[:, None]
    if value.shape == (n_bars,):
        raise BadAnswer(
            f"{name} has one value a bar, but there are {n_symbols} symbols.",
            f"Return (T, N), here {shape}; or (T, 1) for the same on all symbols: x[:, None].",
        )
    if value.shape not in (shape, (n_bars, 1)):
        raise BadAnswer(f"{name} has the shape {value.shape}.", _wanted(shape))
    return value


def _of_table(value: Any) -> Any:
    """The numbers of a table or series of pandas."""
    pd = sys.modules.get("pandas")
    return value.to_numpy() if pd is not None and type(value) in (pd.DataFrame, pd.Series) else value


def _wanted(shape: tuple[int, int]) -> str:
    return f"Return an array of the shape of bars.close, here {shape}."
