"""Bands, clouds and pivots: several lines around the price, and those that need the clock."""

from typing import Any

import numpy as np

from quantboard.core.arrays import Panel, Vector
from quantboard.core.indicators import kernels
from quantboard.core.indicators.averages import kernels as averages
from quantboard.core.indicators.built import panels_of
from quantboard.core.indicators.columns import down
from quantboard.core.indicators.flows import kernels as flows
from quantboard.core.indicators.stops import kernels as stops
from quantboard.core.indicators.swings import kernels as swings


def keltner(high: Vector, low: Vector, close: Vector, n: int, span: int, *rest: Any) -> None:
    """Exponential mean of the typical price ± so many Wilder ranges, both begun for the same first row."""
    times, upper, middle, lower = rest
    typical, width = np.full(len(close), np.nan), np.full(len(close), np.nan)
    swings.bar_price(close, high, low, close, 2, typical)
    first = max(n - 1, span)
    kernels.exponential_mean(typical, n, first - n + 1, middle)
    late = min(first - span, len(close))
    kernels.true_range_mean(high[late:], low[late:], close[late:], span, width[late:])
    width *= times
    np.add(middle, width, out=upper)
    np.subtract(middle, width, out=lower)


def envelope(x: Vector, n: int, percent: float, upper: Vector, middle: Vector, lower: Vector) -> None:
    """Simple mean ± a percentage of it."""
    kernels.simple_mean(x, n, middle)
    np.multiply(middle, 1.0 + percent / 100.0, out=upper)
    np.multiply(middle, 1.0 - percent / 100.0, out=lower)


def cloud(high: Vector, low: Vector, short: int, base: int, span: int, *outs: Vector) -> None:
    """Ichimoku: middles of three spans; the leading ones as they stand over the current bar, ``base`` bars old."""
    turning, standard, first, second = outs
    calm = np.full(len(high), np.nan)
    swings.place(high, low, low, swings.MIDDLE, short, turning)
    swings.place(high, low, low, swings.MIDDLE, base, standard)
    kernels.lagged((turning + standard) / 2.0, base, first)
    swings.place(high, low, low, swings.MIDDLE, span, calm)
    kernels.lagged(calm, base, second)


def alligator(high: Vector, low: Vector, *outs: Vector) -> None:
    """Williams' jaw, teeth and lips: Wilder means of 13, 8 and 5 of the middle, moved 8, 5 and 3 bars on."""
    middle = (high + low) / 2.0
    for out, (n, shift) in zip(outs, ((13, 8), (8, 5), (5, 3)), strict=True):
        mean = np.full(len(middle), np.nan)
        averages.smoothed(middle, n, 1.0 / n, 0, 1, mean)
        kernels.lagged(mean, shift, out)


def day_of(bars: Any, shape: tuple[int, ...]) -> Panel:
    """The session of each row as a number; the bar that ends at midnight belongs to the day before."""
    stamps = getattr(bars, "stamps", None)
    micros = np.asarray(bars.time if stamps is None else stamps).astype(np.int64)
    on_the_day = (micros % 86_400_000_000 == 0).all()
    days = ((micros if on_the_day else micros - 1) // 86_400_000_000).astype(np.float64)
    return np.ascontiguousarray(np.broadcast_to(days if len(shape) == 1 else days[:, None], shape))


def vwap(bars: Any) -> Panel:
    """Typical price weighted with the volume of the session so far."""
    panels = panels_of(bars, ("high", "low", "close", "volume"), "vwap(bars)")
    return down(flows.session_price, (*panels, day_of(bars, panels[0].shape)))[0]


def pivots(bars: Any) -> tuple[Panel, ...]:
    """Classic pivot of the session before with two resistances and two supports: (r2, r1, pivot, s1, s2)."""
    high, low, middle = _session_before(bars, "pivots(bars)")
    pivot = (high + low + middle) / 3.0
    return pivot + (high - low), 2.0 * pivot - low, pivot, 2.0 * pivot - high, pivot - (high - low)


def camarilla(bars: Any) -> tuple[Panel, ...]:
    """Camarilla levels of the session before: (r4, r3, s3, s4)."""
    high, low, close = _session_before(bars, "camarilla(bars)")
    width = 1.1 * (high - low)
    return close + width / 2.0, close + width / 4.0, close - width / 4.0, close - width / 2.0


def fibonacci(bars: Any) -> tuple[Panel, ...]:
    """Pivot of the session before ± 38.2 % and 61.8 % of its range: (r2, r1, pivot, s1, s2)."""
    high, low, close = _session_before(bars, "fibonacci(bars)")
    pivot, width = (high + low + close) / 3.0, high - low
    return pivot + 0.618 * width, pivot + 0.382 * width, pivot, pivot - 0.382 * width, pivot - 0.618 * width


def _session_before(bars: Any, usage: str) -> tuple[Panel, Panel, Panel]:
    panels = panels_of(bars, ("high", "low", "close"), usage)
    high, low, close, _ = down(stops.sessions, (*panels, day_of(bars, panels[0].shape)), outputs=4)
    return high, low, close
