"""Speed: how fast the price moves."""

from quantboard.core.arrays import Panel
from quantboard.core.indicators import kernels
from quantboard.core.indicators.columns import down, floats, period, series


def rsi(x: Panel, n: int = 14) -> Panel:
    """Wilder's relative strength index, 0 to 100, from row ``n`` + 1 on; 0 while nothing has moved yet."""
    return down(kernels.relative_strength, (floats(x, "x"),), period(n))[0]


def roc(x: Panel, n: int = 10) -> Panel:
    """Rate of change in percent, as TA-Lib's ROC: (x / x of ``n`` values before − 1) × 100."""
    return down(kernels.rate_of_change, (floats(x, "x"),), period(n))[0]


def change(x: Panel, n: int = 1) -> Panel:
    """x minus its value ``n`` values before."""
    panel = series(x, "x")
    return panel - down(kernels.lagged, (panel,), period(n))[0]
