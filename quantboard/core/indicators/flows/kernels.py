"""Loops of volume: where money went in and out."""

import numpy as np

from quantboard.core.arrays import Vector
from quantboard.core.jit import COUNT, READ, WRITE, kernel, part

BALANCE, TREND, NEGATIVE, POSITIVE = range(4)


@part
def pressure(high: float, low: float, close: float) -> float:
    """−1 where the bar closed on its low, 1 on its high."""
    width = high - low
    return ((close - low) - (high - close)) / width if width > 0.0 else 0.0


@kernel(takes=(READ, READ, READ, READ, COUNT, COUNT, WRITE))
def accumulation(high: Vector, low: Vector, close: Vector, volume: Vector, fast: int, slow: int, out: Vector) -> None:
    """Chaikin's line: Σ volume × pressure; with spans its fast less its slow exponential mean."""
    line, quick, calm = 0.0, 0.0, 0.0
    k, m = 2.0 / (fast + 1), 2.0 / (slow + 1)
    for t in range(len(close)):
        line += pressure(high[t], low[t], close[t]) * volume[t]
        if slow == 0:
            out[t] = line
            continue
        quick = line if t == 0 else k * line + (1.0 - k) * quick
        calm = line if t == 0 else m * line + (1.0 - m) * calm
        if t >= max(fast, slow) - 1:
            out[t] = quick - calm


@kernel(takes=(READ, READ, READ, READ, COUNT, WRITE))
def chaikin(high: Vector, low: Vector, close: Vector, volume: Vector, n: int, out: Vector) -> None:
    """Chaikin's money flow: Σ volume × pressure over Σ volume of ``n`` bars."""
    flows = np.zeros(n)
    flow, total, at = 0.0, 0.0, 0
    for t in range(len(close)):
        now = pressure(high[t], low[t], close[t]) * volume[t]
        flow += now - flows[at]
        flows[at] = now
        at = at + 1 if at + 1 < n else 0
        total += volume[t]
        if t >= n:
            total -= volume[t - n]
        if t >= n - 1:
            out[t] = flow / total if total > 0.0 else 0.0


@kernel(takes=(READ, READ, COUNT, WRITE))
def cumulative(close: Vector, volume: Vector, which: int, out: Vector) -> None:
    """On-balance volume, price-volume trend, negative or positive volume index, by ``which``."""
    if len(close) == 0:
        return
    value = volume[0] if which == BALANCE else 0.0 if which == TREND else 1000.0
    out[0] = value
    for t in range(1, len(close)):
        if which == BALANCE:
            if close[t] > close[t - 1]:
                value += volume[t]
            elif close[t] < close[t - 1]:
                value -= volume[t]
        else:
            move = (close[t] - close[t - 1]) / close[t - 1] if close[t - 1] != 0.0 else 0.0
            if which == TREND:
                value += move * volume[t]
            elif (volume[t] < volume[t - 1]) == (which == NEGATIVE) and volume[t] != volume[t - 1]:
                value += value * move
        out[t] = value


@kernel(takes=(READ, READ, WRITE))
def force(close: Vector, volume: Vector, out: Vector) -> None:
    """Elder's force of one bar: the move times the volume."""
    for t in range(1, len(close)):
        out[t] = (close[t] - close[t - 1]) * volume[t]


@kernel(takes=(READ, READ, READ, COUNT, WRITE))
def ease(high: Vector, low: Vector, volume: Vector, n: int, out: Vector) -> None:
    """Arms' ease of movement: move of the middle × range / volume (in hundred millions), mean of ``n`` bars."""
    ring = np.zeros(n)
    total, at = 0.0, 0
    for t in range(1, len(high)):
        move = (high[t] + low[t] - high[t - 1] - low[t - 1]) / 2.0
        now = move * (high[t] - low[t]) * 1e8 / volume[t] if volume[t] > 0.0 else 0.0
        total += now - ring[at]
        ring[at] = now
        at = at + 1 if at + 1 < n else 0
        if at == 0:
            total = 0.0
            for i in range(n):
                total += ring[i]
        if t >= n:
            out[t] = total / n


@kernel(takes=(READ, READ, READ, READ, COUNT, WRITE))
def average_price(high: Vector, low: Vector, close: Vector, volume: Vector, n: int, out: Vector) -> None:
    """Typical price weighted with volume, of the last ``n`` bars; of all bars so far with ``n`` = 0."""
    value, total, old_value, old_total = 0.0, 0.0, 0.0, 0.0
    for t in range(len(close)):
        value += (high[t] + low[t] + close[t]) / 3.0 * volume[t]
        total += volume[t]
        if n > 0 and t >= n:
            s = t - n
            old_value = (high[s] + low[s] + close[s]) / 3.0 * volume[s]
            value -= old_value
            old_total = volume[s]
            total -= old_total
        if t >= n - 1:
            out[t] = value / total if total > 0.0 else np.nan


@kernel(takes=(READ, READ, READ, READ, READ, WRITE))
def session_price(high: Vector, low: Vector, close: Vector, volume: Vector, day: Vector, out: Vector) -> None:
    """Typical price weighted with the volume of the session so far; a new ``day`` starts afresh."""
    value, total = 0.0, 0.0
    for t in range(len(close)):
        if t > 0 and day[t] != day[t - 1]:
            value, total = 0.0, 0.0
        value += (high[t] + low[t] + close[t]) / 3.0 * volume[t]
        total += volume[t]
        out[t] = value / total if total > 0.0 else np.nan


@kernel(takes=(READ, READ, READ, READ, COUNT, COUNT, COUNT, WRITE))
def klinger(
    high: Vector, low: Vector, close: Vector, volume: Vector, fast: int, slow: int, signal: int, out: Vector
) -> None:
    """Signed volume force of Klinger, fast less slow exponential mean, from the second bar on; ``signal`` smooths."""
    quick, calm, smooth, trend = 0.0, 0.0, 0.0, 1.0
    k, m, q = 2.0 / (fast + 1), 2.0 / (slow + 1), 2.0 / (signal + 1)
    for t in range(1, len(close)):
        now, before = high[t] + low[t] + close[t], high[t - 1] + low[t - 1] + close[t - 1]
        trend = 1.0 if now > before else -1.0 if now < before else trend
        value = trend * volume[t]
        quick = value if t == 1 else quick + k * (value - quick)
        calm = value if t == 1 else calm + m * (value - calm)
        line = quick - calm
        smooth = line if t == 1 else smooth + q * (line - smooth)
        if t >= slow + signal:
            out[t] = smooth if signal > 1 else line


@kernel(takes=(READ, READ, READ, WRITE))
def facilitation(high: Vector, low: Vector, volume: Vector, out: Vector) -> None:
    """Range per unit of volume; 0 without volume."""
    for t in range(len(high)):
        out[t] = (high[t] - low[t]) / volume[t] if volume[t] != 0.0 else 0.0


@kernel(takes=(READ, COUNT, WRITE))
def relative(volume: Vector, n: int, out: Vector) -> None:
    """Volume over the mean of the ``n`` bars before it."""
    total = 0.0
    for t in range(len(volume)):
        if t >= n:
            out[t] = volume[t] / (total / n) if total > 0.0 else 0.0
            total -= volume[t - n]
        total += volume[t]


@kernel(takes=(READ, READ, READ, WRITE))
def williams(high: Vector, low: Vector, close: Vector, out: Vector) -> None:
    """Williams' accumulation and distribution: Σ of the way from the true low or high to the close."""
    total = 0.0
    if len(close) > 0:
        out[0] = 0.0
    for t in range(1, len(close)):
        if close[t] > close[t - 1]:
            total += close[t] - min(low[t], close[t - 1])
        elif close[t] < close[t - 1]:
            total += close[t] - max(high[t], close[t - 1])
        out[t] = total
