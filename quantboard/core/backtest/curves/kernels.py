"""The pass over many equity curves: each through the very loop that measures a single run."""

from typing import Any, cast

from numba import types

from quantboard.core.arrays import Panel, Vector
from quantboard.core.backtest.metrics import kernels as metrics
from quantboard.core.jit import READ, READ_PANEL, WRITE, WRITE_PANEL, kernel

walk = cast(Any, metrics.walk).dispatcher


@kernel(takes=(READ_PANEL, READ, types.float64, WRITE_PANEL, WRITE, WRITE, WRITE_PANEL, WRITE), is_bare=True)
def walk_curves(
    levels: Panel,
    flat: Vector,
    initial: float,
    returns: Panel,
    other: Vector,
    drawdown: Vector,
    sums: Panel,
    under: Vector,
) -> None:
    """Returns ``(K, T)``, sums and the longest time under water of curves ``(K, T)`` that start from ``initial``.

    ``flat`` is a benchmark that does not move; ``other`` and ``drawdown`` are scratch.
    """
    n_bars = levels.shape[1]
    for k in range(levels.shape[0]):
        walk(initial, levels[k], flat, returns[k], other, drawdown, sums[k])
        start, longest = -1, 0
        for t in range(n_bars):
            if drawdown[t] < 0.0:
                if start < 0:
                    start = t
            elif start >= 0:
                longest = max(longest, t - start + 1)
                start = -1
        if start >= 0:
            longest = max(longest, n_bars - start)
        under[k] = longest
