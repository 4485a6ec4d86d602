"""Width: how far the price swings."""

from typing import Protocol

from quantboard.core.arrays import Panel
from quantboard.core.indicators import kernels
from quantboard.core.indicators.columns import BadSeries, down, floats, number, period, series, together
from quantboard.core.indicators.trend import sma


class HasRange(Protocol):
    """What ``atr`` reads: high, low and close."""

    @property
    def high(self) -> Panel: ...
    @property
    def low(self) -> Panel: ...
    @property
    def close(self) -> Panel: ...


def atr(bars: HasRange, n: int = 14) -> Panel:
    """Average true range: Wilder's mean of the true range over ``n`` bars, from bar ``n`` + 1 on."""
    missing = [name for name in ("high", "low", "close") if not hasattr(bars, name)]
    if missing:
        raise BadSeries(f"atr needs bars with high, low and close, not {type(bars).__name__}.", "Write atr(bars, 14).")
    panels = together(*(series(getattr(bars, name), f"bars.{name}") for name in ("high", "low", "close")))
    return down(kernels.true_range_mean, panels, period(n))[0]


def stdev(x: Panel, n: int = 20) -> Panel:
    """Population standard deviation (divided by ``n``) of the last ``n`` values."""
    return down(kernels.deviation, (floats(x, "x"),), period(n))[0]


def bbands(x: Panel, n: int = 20, up: float = 2.0, down: float = 2.0) -> tuple[Panel, Panel, Panel]:
    """Bollinger bands (upper, middle, lower): the simple average ± so many population deviations."""
    above, below = number(up, "up"), number(down, "down")
    middle, width = sma(x, n), stdev(x, n)
    return middle + above * width, middle, middle - below * width
