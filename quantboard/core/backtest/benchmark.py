"""Buy-and-hold, the benchmark of every run."""

import numpy as np
from numba import types

from quantboard.core.arrays import Panel, Vector
from quantboard.core.jit import READ_PANEL, WRITE, kernel


def buy_and_hold(open_: Panel, close: Panel, cash: float) -> Vector:
    """Equity ``(T,)`` of equal parts of ``cash`` bought at each symbol's first open; C-contiguous panels."""
    equity = np.empty(len(close))
    n_symbols = close.shape[1]
    hold(open_, close, float(cash), np.zeros(n_symbols), np.zeros(n_symbols), equity)
    return equity


def filled_forward(close: Panel) -> Panel:
    """Last known closes: NaN only before a symbol's first bar."""
    known = ~np.isnan(close)
    if known.all():
        return close
    row = np.where(known, np.arange(len(close))[:, None], 0)
    np.maximum.accumulate(row, axis=0, out=row)
    return np.take_along_axis(close, row, axis=0)


@kernel(takes=(READ_PANEL, READ_PANEL, types.float64, WRITE, WRITE, WRITE))
def hold(open_: Panel, close: Panel, cash: float, units: Vector, last: Vector, equity: Vector) -> None:
    """Buy-and-hold: equal parts of the cash at each symbol's first open, fractional, no costs, marked at closes."""
    n_bars, n_symbols = close.shape
    part = cash / n_symbols
    kept = cash
    for t in range(n_bars):
        for n in range(n_symbols):
            if np.isnan(close[t, n]):
                continue
            last[n] = close[t, n]
            if units[n] == 0.0 and open_[t, n] > 0.0:
                units[n] = part / open_[t, n]
                kept -= part
        value = kept
        for n in range(n_symbols):
            if units[n] != 0.0:
                value += units[n] * last[n]
        equity[t] = value
