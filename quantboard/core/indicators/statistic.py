"""Place: where a value stands among its own past, or among the other symbols of its row."""

import numpy as np

from quantboard.core.arrays import Mask, Panel
from quantboard.core.indicators import kernels
from quantboard.core.indicators.columns import down, period, series


def highest(x: Panel, n: int) -> Panel:
    """Highest of the last ``n`` values, this one included."""
    return down(kernels.maximum, (series(x, "x"),), period(n))[0]


def lowest(x: Panel, n: int) -> Panel:
    """Lowest of the last ``n`` values, this one included."""
    return down(kernels.minimum, (series(x, "x"),), period(n))[0]


def rank(x: Panel) -> Panel:
    """Rank of each symbol within its row, in (0, 1]: 1 is the highest, equal values share the mean of their ranks.

    Symbols without a value stay NaN and are not counted. A single symbol ranks 1.
    """
    panel = np.ascontiguousarray(series(x, "x"))
    out = np.full(panel.shape, np.nan)
    kernels.row_rank(_wide(panel), _wide(out))
    return out


def top(x: Panel, k: int) -> Mask:
    """True for the ``k`` symbols of each row with the highest values; of equal ones the first columns.

    Symbols without a value are never among them.
    """
    panel = _wide(np.ascontiguousarray(series(x, "x")))
    most = min(period(k, "k"), panel.shape[1])
    places = np.argsort(-panel, axis=1, kind="stable")[:, :most]  # no value sorts last
    out = np.zeros(panel.shape, dtype=np.bool_)
    np.put_along_axis(out, places, True, axis=1)
    return (out & ~np.isnan(panel)).reshape(np.shape(x))


def zscore(x: Panel, n: int | None = None) -> Panel:
    """(x − mean) / population deviation: among the symbols of each row, or with ``n`` among the last ``n`` values.

    Symbols without a value stay NaN and are not counted; where all values are equal (one symbol too) the score is 0.
    """
    panel = np.ascontiguousarray(series(x, "x"))
    if n is None:
        out = np.full(panel.shape, np.nan)
        kernels.row_score(_wide(panel), _wide(out))
        return out
    bars = period(n)
    (middle,), (width,) = down(kernels.simple_mean, (panel,), bars), down(kernels.deviation, (panel,), bars)
    return np.divide(panel - middle, width, out=np.where(np.isnan(width), np.nan, 0.0), where=width > 0.0)


def _wide(panel: Panel) -> Panel:
    return panel.reshape(len(panel), -1)
