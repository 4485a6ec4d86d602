"""Loops of the averages beyond the plain ones: cascades, adaptive, triangular and weighted means."""

import numpy as np

from quantboard.core.arrays import Vector
from quantboard.core.jit import COUNT, NUMBER, READ, WRITE, kernel, part


@kernel(takes=(READ, COUNT, NUMBER, COUNT, COUNT, WRITE))
def smoothed(x: Vector, n: int, k: float, first: int, passes: int, out: Vector) -> None:
    """``passes`` exponential means of factor ``k`` upon each other, each seeded with the mean of its first ``n``."""
    level, totals, counts = np.zeros(6), np.zeros(6), np.zeros(6, np.int64)
    t = first
    while t < len(x) and counts[passes - 1] < n:
        value = x[t]
        for i in range(passes):
            if counts[i] < n:
                totals[i] += value
                counts[i] += 1
                if counts[i] < n:
                    break
                level[i] = totals[i] / n
            else:
                level[i] = (value - level[i]) * k + level[i]
            value = level[i]
            if i == passes - 1:
                out[t] = value
        t += 1
    a, b, c = level[0], level[1], level[2]
    for s in range(t, len(x)):
        a = (x[s] - a) * k + a
        if passes > 1:
            b = (a - b) * k + b
        if passes > 2:
            c = (b - c) * k + c
        out[s] = a if passes == 1 else b if passes == 2 else c


@kernel(takes=(READ, COUNT, COUNT, NUMBER, WRITE))
def cascade(x: Vector, depth: int, n: int, v: float, out: Vector) -> None:
    """Two (DEMA), three (TEMA) or six (T3) exponential means upon each other, mixed so that their lag cancels."""
    k = 2.0 / (n + 1)
    e, totals, counts = np.zeros(6), np.zeros(6), np.zeros(6, np.int64)
    w = np.zeros(6)
    if depth == 2:
        w[0], w[1] = 2.0, -1.0
    elif depth == 3:
        w[0], w[1], w[2] = 3.0, -3.0, 1.0
    else:
        w[5] = -(v * v * v)
        w[4] = 3.0 * (v * v - w[5])
        w[3] = -6.0 * v * v - 3.0 * (v - w[5])
        w[2] = 1.0 + 3.0 * v - w[5] + 3.0 * v * v
    t = 0
    while t < len(x) and counts[depth - 1] < n:
        value = x[t]
        for i in range(depth):
            if counts[i] < n:
                totals[i] += value
                counts[i] += 1
                if counts[i] < n:
                    break
                e[i] = totals[i] / n
            else:
                e[i] = (value - e[i]) * k + e[i]
            value = e[i]
        t += 1
    if t > 0 and counts[depth - 1] == n:
        out[t - 1] = w[0] * e[0] + w[1] * e[1] + w[2] * e[2] + w[3] * e[3] + w[4] * e[4] + w[5] * e[5]
    a, b, c, d, f, g = e[0], e[1], e[2], e[3], e[4], e[5]
    w0, w1, w2, w3, w4, w5 = w[0], w[1], w[2], w[3], w[4], w[5]
    if depth == 2:
        for s in range(t, len(x)):
            a = (x[s] - a) * k + a
            b = (a - b) * k + b
            out[s] = 2.0 * a - b
    elif depth == 3:
        for s in range(t, len(x)):
            a = (x[s] - a) * k + a
            b = (a - b) * k + b
            c = (b - c) * k + c
            out[s] = w0 * a + w1 * b + w2 * c
    else:
        for s in range(t, len(x)):
            a = (x[s] - a) * k + a
            b = (a - b) * k + b
            c = (b - c) * k + c
            d = (c - d) * k + d
            f = (d - f) * k + f
            g = (f - g) * k + g
            out[s] = w2 * c + w3 * d + w4 * f + w5 * g


@kernel(takes=(READ, COUNT, NUMBER, NUMBER, WRITE))
def adaptive(x: Vector, n: int, quick: float, slow: float, out: Vector) -> None:
    """Kaufman's adaptive mean: fast where the move of ``n`` rows is straight, slow where it is noise."""
    if len(x) <= n:
        return
    path = 0.0
    for t in range(1, n):
        path += abs(x[t] - x[t - 1])
    mean = x[n - 1]
    for t in range(n, len(x)):
        path += abs(x[t] - x[t - 1])
        if t > n:
            path -= abs(x[t - n] - x[t - n - 1])
        move = x[t] - x[t - n]
        straight = 1.0 if path <= move or path < 1e-14 else abs(move / path)
        pace = straight * (quick - slow) + slow
        mean = (x[t] - mean) * (pace * pace) + mean
        out[t] = mean


@kernel(takes=(READ, COUNT, WRITE))
def triangular(x: Vector, n: int, out: Vector) -> None:
    """Mean with weights rising to the middle and falling again: a simple mean of a simple mean."""
    a = (n + 1) // 2
    b = n + 1 - a
    ring = np.zeros(b)
    inner, outer, at = 0.0, 0.0, 0
    for t in range(len(x)):
        inner += x[t]
        if t >= a:
            inner -= x[t - a]
        if t >= a - 1:
            outer += inner - ring[at]
            ring[at] = inner
            at = at + 1 if at + 1 < b else 0
            if t >= n - 1:
                out[t] = outer / (a * b)


@kernel(takes=(READ, READ, COUNT, WRITE))
def by_volume(x: Vector, volume: Vector, n: int, out: Vector) -> None:
    """Mean of the last ``n`` weighted with the volume."""
    top, bottom = 0.0, 0.0
    for t in range(len(x)):
        top += x[t] * volume[t]
        bottom += volume[t]
        if t >= n:
            top -= x[t - n] * volume[t - n]
            bottom -= volume[t - n]
        if t >= n - 1:
            out[t] = top / bottom if bottom > 0.0 else np.nan


@part
def window_sum(x: Vector, w: Vector, first: int, n: int) -> float:
    """Σ w[i] · x[first + i], four at a time."""
    a, b, c, d = 0.0, 0.0, 0.0, 0.0
    whole = n - n % 4
    for i in range(0, whole, 4):
        a += w[i] * x[first + i]
        b += w[i + 1] * x[first + i + 1]
        c += w[i + 2] * x[first + i + 2]
        d += w[i + 3] * x[first + i + 3]
    for i in range(whole, n):
        a += w[i] * x[first + i]
    return (a + b) + (c + d)


@kernel(takes=(READ, READ, WRITE))
def weighted(x: Vector, w: Vector, out: Vector) -> None:
    """Σ of the last rows times the weights ``w``, oldest first."""
    n = len(w)
    for t in range(n - 1, len(x)):
        out[t] = window_sum(x, w, t - n + 1, n)


@kernel(takes=(READ, READ, COUNT, COUNT, WRITE))
def by_own_period(x: Vector, periods: Vector, low: int, high: int, out: Vector) -> None:
    """Simple mean over as many rows as the second series says at each, held between ``low`` and ``high``."""
    sums = np.zeros(len(x) + 1)
    for t in range(len(x)):
        sums[t + 1] = sums[t] + x[t]
    for t in range(high - 1, len(x)):
        n = int(min(max(periods[t], low), high))
        if n > 64:
            out[t] = (sums[t + 1] - sums[t + 1 - n]) / n
        else:
            total = 0.0
            for s in range(t - n + 1, t + 1):
                total += x[s]
            out[t] = total / n


@kernel(takes=(READ, COUNT, WRITE))
def zero_lag(x: Vector, n: int, out: Vector) -> None:
    """Exponential mean of 2 x − x of (n − 1) / 2 rows before, seeded with the mean of its first ``n``."""
    lag = (n - 1) // 2
    k = 2.0 / (n + 1)
    total, mean = 0.0, 0.0
    for t in range(lag, len(x)):
        value = 2.0 * x[t] - x[t - lag]
        if t < lag + n:
            total += value
            mean = total / n
        else:
            mean = (value - mean) * k + mean
        if t >= lag + n - 1:
            out[t] = mean
