"""Averages: where the price has been."""

from quantboard.core.arrays import Panel
from quantboard.core.indicators import kernels
from quantboard.core.indicators.columns import down, floats, period


def sma(x: Panel, n: int) -> Panel:
    """Simple moving average: the mean of the last ``n`` values. First value on row ``n``."""
    return down(kernels.simple_mean, (floats(x, "x"),), period(n))[0]


def ema(x: Panel, n: int) -> Panel:
    """Exponential moving average, k = 2 / (n + 1), seeded with the mean of its first ``n`` values."""
    return down(kernels.exponential_mean, (floats(x, "x"),), period(n), 0)[0]


def wma(x: Panel, n: int) -> Panel:
    """Weighted moving average: weights 1 for the oldest to ``n`` for the newest of the last ``n`` values."""
    return down(kernels.weighted_mean, (floats(x, "x"),), period(n))[0]


def macd(x: Panel, fast: int = 12, slow: int = 26, signal: int = 9) -> tuple[Panel, Panel, Panel]:
    """(MACD line, signal line, histogram) in TA-Lib's order and warm-up.

    Line = fast − slow exponential average, both seeded on the window that ends at row ``slow``; signal = exponential
    average of the line; all three begin together on row slow + signal − 1. A fast period above the slow one is swapped.
    """
    quick, calm = sorted((period(fast, "fast"), period(slow, "slow")))
    lag, panel = period(signal, "signal"), floats(x, "x")
    quick_k, calm_k = 2.0 / (quick + 1), 2.0 / (calm + 1)
    line, smooth, gap = down(kernels.convergence, (panel,), quick, calm, quick_k, calm_k, lag, outputs=3)
    return line, smooth, gap
