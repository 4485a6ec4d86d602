"""Loops of volatility: ranges of bars, their means, and bands around the price."""

import math

import numpy as np

from quantboard.core.arrays import Vector
from quantboard.core.jit import COUNT, NUMBER, READ, WRITE, kernel, part

PARKINSON, GARMAN_KLASS, ROGERS_SATCHELL = range(3)


@part
def true_range(high: float, low: float, before: float) -> float:
    """The widest of the bar and its ways from the close before."""
    return max(high - low, max(abs(before - high), abs(before - low)))


@kernel(takes=(READ, READ, READ, COUNT, COUNT, WRITE))
def spread(high: Vector, low: Vector, close: Vector, which: int, n: int, out: Vector) -> None:
    """0 true range, 1 its Wilder mean in percent of the close, 2 plain mean of high − low over ``n`` bars."""
    mean = 0.0
    if which == 2:
        for t in range(len(close)):
            mean += high[t] - low[t]
            if t >= n - 1:
                out[t] = mean / n
                mean -= high[t - n + 1] - low[t - n + 1]
        return
    for t in range(1, len(close)):
        reach = true_range(high[t], low[t], close[t - 1])
        if which == 0:
            out[t] = reach
            continue
        if t <= n:
            mean += reach
            if t == n:
                mean /= n
        else:
            mean = (mean * (n - 1) + reach) / n
        if t >= n:
            out[t] = mean / close[t] * 100.0 if close[t] != 0.0 else 0.0


@kernel(takes=(READ, READ, COUNT, COUNT, WRITE))
def mass(high: Vector, low: Vector, fast: int, slow: int, out: Vector) -> None:
    """Dorsey's mass index: Σ over ``slow`` bars of the range's exponential mean over that mean's own mean."""
    k = 2.0 / (fast + 1)
    ring, at, total = np.zeros(slow), 0, 0.0
    first, second, a, b = 0.0, 0.0, 0.0, 0.0
    for t in range(len(high)):
        width = high[t] - low[t]
        if t < fast:
            first += width
            if t < fast - 1:
                continue
            a = first / fast
        else:
            a = (width - a) * k + a
        if t < 2 * fast - 1:
            second += a
            if t < 2 * fast - 2:
                continue
            b = second / fast
        else:
            b = (a - b) * k + b
        ratio = a / b if b != 0.0 else 0.0
        total += ratio - ring[at]
        ring[at] = ratio
        at = at + 1 if at + 1 < slow else 0
        if t >= 2 * fast + slow - 3:
            out[t] = total


@kernel(takes=(READ, READ, COUNT, COUNT, WRITE))
def widening(high: Vector, low: Vector, n: int, lag: int, out: Vector) -> None:
    """Chaikin's volatility: percent change over ``lag`` bars of the exponential mean of high − low."""
    k, mean, at = 2.0 / (n + 1), 0.0, 0
    ring = np.zeros(lag)
    for t in range(len(high)):
        width = high[t] - low[t]
        if t < n:
            mean += width / n if t < n - 1 else 0.0
            if t < n - 1:
                continue
            mean = 0.0
            for s in range(n):
                mean += high[s] - low[s]
            mean /= n
        else:
            mean = (width - mean) * k + mean
        if t >= n - 1 + lag:
            out[t] = (mean - ring[at]) / ring[at] * 100.0 if ring[at] != 0.0 else 0.0
        ring[at] = mean
        at = at + 1 if at + 1 < lag else 0


@kernel(takes=(READ, READ, READ, READ, COUNT, COUNT, NUMBER, WRITE))
def estimated(
    opened: Vector, high: Vector, low: Vector, close: Vector, which: int, n: int, year: float, out: Vector
) -> None:
    """Volatility of ``n`` bars from their highs and lows, times √``year``: by the estimator ``which`` names."""
    ring, at, total = np.zeros(n), 0, 0.0
    for t in range(len(close)):
        now = 0.0
        if low[t] > 0.0 and opened[t] > 0.0 and close[t] > 0.0:
            if which == PARKINSON:
                way = math.log(high[t] / low[t])
                now = way * way / (4.0 * math.log(2.0))
            elif which == GARMAN_KLASS:
                way, body = math.log(high[t] / low[t]), math.log(close[t] / opened[t])
                now = 0.5 * way * way - (2.0 * math.log(2.0) - 1.0) * body * body
            else:
                now = math.log(high[t] / close[t]) * math.log(high[t] / opened[t])
                now += math.log(low[t] / close[t]) * math.log(low[t] / opened[t])
        total += now - ring[at]
        ring[at] = now
        at = at + 1 if at + 1 < n else 0
        if at == 0:
            total = 0.0
            for i in range(n):
                total += ring[i]
        if t >= n - 1:
            out[t] = math.sqrt(max(total, 0.0) / n * year)


@kernel(takes=(READ, COUNT, WRITE))
def ulcer(x: Vector, n: int, out: Vector) -> None:
    """Martin's ulcer index: root mean square of the percent below the highest of ``n``, over ``n`` rows."""
    ring, at, total, top = np.zeros(n), 0, 0.0, -1
    for t in range(len(x)):
        if top < 0 or top <= t - n:
            top = max(t - n + 1, 0)
            for s in range(top + 1, t + 1):
                if x[s] >= x[top]:
                    top = s
        elif x[t] >= x[top]:
            top = t
        if t < n - 1:
            continue
        below = 100.0 * (x[t] - x[top]) / x[top] if x[top] != 0.0 else 0.0
        total += below * below - ring[at]
        ring[at] = below * below
        at = at + 1 if at + 1 < n else 0
        if at == 0:
            total = 0.0
            for i in range(n):
                total += ring[i]
        if t >= 2 * n - 2:
            out[t] = math.sqrt(max(total, 0.0) / n)


@kernel(takes=(READ, READ, READ, COUNT, WRITE))
def choppiness(high: Vector, low: Vector, close: Vector, n: int, out: Vector) -> None:
    """Dreiss' choppiness: 100 × log(Σ true range / range of ``n`` bars) / log n; near 100 sideways, near 0 straight."""
    total, scale = 0.0, 100.0 / math.log10(n)
    for t in range(1, len(close)):
        total += true_range(high[t], low[t], close[t - 1])
        if t > n:
            s = t - n
            total -= true_range(high[s], low[s], close[s - 1])
        if t >= n:
            most, least = high[t], low[t]
            for s in range(t - n + 1, t):
                most, least = max(most, high[s]), min(least, low[s])
            out[t] = scale * math.log10(total / (most - least)) if most > least and total > 0.0 else 0.0


@kernel(takes=(READ, COUNT, COUNT, WRITE))
def relative(x: Vector, n: int, span: int, out: Vector) -> None:
    """Dorsey's relative volatility index: Wilder's mean of the deviation on rising rows, as percent of both."""
    up, down = 0.0, 0.0
    for t in range(span - 1, len(x)):
        mean, squares = 0.0, 0.0
        for s in range(t - span + 1, t + 1):
            mean += x[s]
        mean /= span
        for s in range(t - span + 1, t + 1):
            squares += (x[s] - mean) * (x[s] - mean)
        width = math.sqrt(squares / span)
        rise = width if x[t] > x[t - 1] else 0.0
        fall = width if x[t] < x[t - 1] else 0.0
        n_seen = t - span + 2
        if n_seen <= n:
            up += rise / n
            down += fall / n
        else:
            up = (up * (n - 1) + rise) / n
            down = (down * (n - 1) + fall) / n
        if n_seen >= n:
            out[t] = 100.0 * up / (up + down) if up + down > 0.0 else 0.0


@kernel(takes=(READ, READ, READ, COUNT, WRITE, WRITE, WRITE))
def acceleration(high: Vector, low: Vector, close: Vector, n: int, above: Vector, mid: Vector, below: Vector) -> None:
    """Headley's bands: means of high × (1 + 4 r) and low × (1 − 4 r), r = (high − low) / (high + low)."""
    ups, downs = np.zeros(n), np.zeros(n)
    up, down, middle, at = 0.0, 0.0, 0.0, 0
    for t in range(len(close)):
        both = high[t] + low[t]
        ratio = 4.0 * (high[t] - low[t]) / both if abs(both) > 1e-14 else 0.0
        a, b = high[t] * (1.0 + ratio), low[t] * (1.0 - ratio)
        up += a - ups[at]
        down += b - downs[at]
        ups[at], downs[at] = a, b
        at = at + 1 if at + 1 < n else 0
        middle += close[t]
        if t >= n:
            middle -= close[t - n]
        if t >= n - 1:
            above[t], mid[t], below[t] = up / n, middle / n, down / n


@kernel(takes=(READ, READ, READ, NUMBER, WRITE, WRITE))
def around(middle: Vector, width: Vector, other: Vector, times: float, above: Vector, below: Vector) -> None:
    """``middle`` + and ``other`` − so many widths; where one has no value, none."""
    for t in range(len(middle)):
        above[t] = middle[t] + times * width[t]
        below[t] = other[t] - times * width[t]
