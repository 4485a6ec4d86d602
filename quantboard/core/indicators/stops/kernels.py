"""Loops of levels that trail the price: parabolic stops, supertrend, pivots, fractals, and the averaged candle."""

import numpy as np

from quantboard.core.arrays import Vector
from quantboard.core.jit import COUNT, NUMBER, READ, WRITE, kernel, part


@kernel(takes=(READ, READ, READ, COUNT, WRITE))
def parabolic(high: Vector, low: Vector, setting: Vector, is_signed: int, out: Vector) -> None:
    """Wilder's stop and reverse. ``setting``: start, offset on reversal, then first step, step and most of long, short.

    The first direction follows the first move down; signed, the stops of short positions are negative.
    """
    if len(high) < 2:
        return
    start, offset = setting[0], setting[1]
    long_most, short_most = setting[4], setting[7]
    long_first, long_step = min(setting[2], long_most), min(setting[3], long_most)
    short_first, short_step = min(setting[5], short_most), min(setting[6], short_most)
    up, down = high[1] - high[0], low[0] - low[1]
    is_long = not (down > 0.0 and up < down) if start == 0.0 else start > 0.0
    best = high[1] if is_long else low[1]
    stop = (low[0] if is_long else high[0]) if start == 0.0 else abs(start)
    pace_long, pace_short = long_first, short_first
    high_now, low_now = high[1], low[1]
    sign = -1.0 if is_signed else 1.0
    for t in range(1, len(high)):
        high_before, low_before = high_now, low_now
        high_now, low_now = high[t], low[t]
        if is_long:
            if low_now <= stop:
                is_long = False
                stop = max(best, max(high_before, high_now))
                stop += stop * offset
                out[t] = sign * stop
                pace_short, best = short_first, low_now
                stop = max(stop + pace_short * (best - stop), max(high_before, high_now))
            else:
                out[t] = stop
                if high_now > best:
                    best = high_now
                    pace_long = min(pace_long + long_step, long_most)
                stop = min(stop + pace_long * (best - stop), min(low_before, low_now))
        elif high_now >= stop:
            is_long = True
            stop = min(best, min(low_before, low_now))
            stop -= stop * offset
            out[t] = stop
            pace_long, best = long_first, high_now
            stop = min(stop + pace_long * (best - stop), min(low_before, low_now))
        else:
            out[t] = sign * stop
            if low_now < best:
                best = low_now
                pace_short = min(pace_short + short_step, short_most)
            stop = max(stop + pace_short * (best - stop), max(high_before, high_now))


@kernel(takes=(READ, READ, READ, COUNT, NUMBER, WRITE, WRITE))
def supertrend(high: Vector, low: Vector, close: Vector, n: int, times: float, line: Vector, trend: Vector) -> None:
    """Middle of the bar ± ``times`` Wilder ranges, tightening only, until a close beyond it turns the trend."""
    reach, upper, lower, is_up = 0.0, 0.0, 0.0, True
    trend[: min(n, len(close))] = 0.0
    for t in range(1, len(close)):
        before = close[t - 1]
        now = max(high[t] - low[t], max(abs(before - high[t]), abs(before - low[t])))
        if t <= n:
            reach += now
            if t < n:
                continue
            reach /= n
        else:
            reach = (reach * (n - 1) + now) / n
        middle = (high[t] + low[t]) / 2.0
        top, bottom = middle + times * reach, middle - times * reach
        if t > n:
            top = top if top < upper or before > upper else upper
            bottom = bottom if bottom > lower or before < lower else lower
            is_up = close[t] >= bottom if is_up else close[t] > top
        else:
            is_up = close[t] > top or close[t] >= bottom
        upper, lower = top, bottom
        line[t], trend[t] = (lower, 1.0) if is_up else (upper, -1.0)


@kernel(takes=(READ, READ, READ, READ, WRITE, WRITE, WRITE, WRITE))
def averaged(
    opened: Vector, high: Vector, low: Vector, close: Vector, o: Vector, h: Vector, lo: Vector, c: Vector
) -> None:
    """Heikin-Ashi: close = mean of the four, open = middle of the bar before; high and low hold both."""
    for t in range(len(close)):
        c[t] = (opened[t] + high[t] + low[t] + close[t]) / 4.0
        o[t] = (opened[t] + close[t]) / 2.0 if t == 0 else (o[t - 1] + c[t - 1]) / 2.0
        h[t] = max(high[t], max(o[t], c[t]))
        lo[t] = min(low[t], min(o[t], c[t]))


@part
def is_peak(x: Vector, at: int, left: int, right: int, sign: float) -> bool:
    """Whether the row is strictly beyond ``left`` rows before and ``right`` rows after it."""
    beaten = 0
    for s in range(at - left, at + right + 1):
        beaten += s != at and sign * x[s] >= sign * x[at]
    return beaten == 0


@kernel(takes=(READ, READ, COUNT, COUNT, WRITE, WRITE))
def fractals(high: Vector, low: Vector, left: int, right: int, top: Vector, bottom: Vector) -> None:
    """The last confirmed swing high and low; one counts from the row on which its right side is complete."""
    most, least = np.nan, np.nan
    for t in range(left + right, len(high)):
        at = t - right
        if is_peak(high, at, left, right, 1.0):
            most = high[at]
        if is_peak(low, at, left, right, -1.0):
            least = low[at]
        top[t], bottom[t] = most, least


@kernel(takes=(READ, READ, READ, READ, WRITE, WRITE, WRITE, WRITE))
def sessions(
    high: Vector, low: Vector, close: Vector, day: Vector, top: Vector, bottom: Vector, last: Vector, n: Vector
) -> None:
    """High, low and close of the session before, and its number."""
    most, least, end, count = np.nan, np.nan, np.nan, 0.0
    now_most, now_least = -np.inf, np.inf
    for t in range(len(close)):
        if t > 0 and day[t] != day[t - 1]:
            most, least, end = now_most, now_least, close[t - 1]
            now_most, now_least = -np.inf, np.inf
            count += 1.0
        now_most, now_least = max(now_most, high[t]), min(now_least, low[t])
        if count > 0.0:
            top[t], bottom[t], last[t], n[t] = most, least, end, count


@kernel(takes=(READ, READ, READ, COUNT, NUMBER, WRITE, WRITE))
def chandelier(high: Vector, low: Vector, close: Vector, n: int, times: float, long: Vector, short: Vector) -> None:
    """Highest high of ``n`` − and lowest low + so many Wilder ranges."""
    reach, top, bottom = 0.0, -1, -1
    for t in range(len(close)):
        if top < 0 or top <= t - n:
            top = max(t - n + 1, 0)
            for s in range(top + 1, t + 1):
                if high[s] >= high[top]:
                    top = s
        elif high[t] >= high[top]:
            top = t
        if bottom < 0 or bottom <= t - n:
            bottom = max(t - n + 1, 0)
            for s in range(bottom + 1, t + 1):
                if low[s] <= low[bottom]:
                    bottom = s
        elif low[t] <= low[bottom]:
            bottom = t
        if t == 0:
            continue
        before = close[t - 1]
        now = max(high[t] - low[t], max(abs(before - high[t]), abs(before - low[t])))
        if t <= n:
            reach += now
            if t == n:
                reach /= n
        else:
            reach = (reach * (n - 1) + now) / n
        if t >= n:
            long[t] = high[top] - times * reach
            short[t] = low[bottom] + times * reach
