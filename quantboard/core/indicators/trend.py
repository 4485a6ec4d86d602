"""Averages: where the price has been."""

from quantboard.core.arrays import Panel
from quantboard.core.indicators import kernels
from quantboard.core.indicators.columns import down, period, series


def sma(x: Panel, n: int) -> Panel:
    """Simple moving average: the mean of the last ``n`` values. First value on row ``n``."""
    return down(kernels.simple_mean, (series(x, "x"),), period(n))[0]


def ema(x: Panel, n: int) -> Panel:
    """Exponential moving average, k = 2 / (n + 1), seeded with the mean of its first ``n`` values."""
    return down(kernels.exponential_mean, (series(x, "x"),), period(n), 0)[0]


def wma(x: Panel, n: int) -> Panel:
    """Weighted moving average: weights 1 for the oldest to ``n`` for the newest of the last ``n`` values."""
    return down(kernels.weighted_mean, (series(x, "x"),), period(n))[0]


def macd(x: Panel, fast: int = 12, slow: int = 26, signal: int = 9) -> tuple[Panel, Panel, Panel]:
    """(MACD line, signal line, histogram) in TA-Lib's order and warm-up.

    Line = fast − slow exponential average, both seeded on the window that ends at row ``slow``; signal = exponential
    average of the line; all three begin together on row slow + signal − 1. A fast period above the slow one is swapped.
    """
    quick, calm = sorted((period(fast, "fast"), period(slow, "slow")))
    lag, panel = period(signal, "signal"), series(x, "x")
    line, smooth, gap = down(_macd, (panel,), quick, calm, lag, outputs=3)
    return line, smooth, gap


def _macd(x: Panel, fast: int, slow: int, signal: int, *outs: Panel) -> None:
    line, smooth, gap = outs
    late, quick = line, smooth  # filled with NaN: used as scratch before the answer is written into them
    kernels.exponential_mean(x, slow, 0, late)
    kernels.exponential_mean(x, fast, slow - fast, quick)
    difference = quick - late
    smooth[:] = gap  # NaN again
    kernels.exponential_mean(difference, signal, slow - 1, smooth)
    line[:] = difference
    line[: slow + signal - 2] = gap[: slow + signal - 2]
    gap[:] = line - smooth
