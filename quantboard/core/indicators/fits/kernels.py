"""Loops of statistics: straight lines, correlations, quantiles over the last rows."""

import math

import numpy as np

from quantboard.core.arrays import Vector
from quantboard.core.jit import COUNT, NUMBER, READ, WRITE, kernel, part

LINE, SLOPE, INTERCEPT, ANGLE, FORECAST, RESIDUAL, R_SQUARED = range(7)
DEGREES = 180.0 / math.pi


@kernel(takes=(READ, COUNT, COUNT, WRITE))
def regression(x: Vector, which: int, n: int, out: Vector) -> None:
    """Least squares line over the last ``n``: its end, slope, start, angle, next point, or the error of the forecast.

    Two running sums taken around the window's newest value and afresh every ``n`` + 64 rows.
    """
    count = n * (n - 1) * 0.5
    squares = n * (n - 1) * (2 * n - 1) / 6.0
    divisor = count * count - n * squares
    plain, weighted, level, age = 0.0, 0.0, 0.0, n + 64
    before = np.nan
    for t in range(n - 1, len(x)):
        if age == n + 64:
            plain, weighted, age, level = 0.0, 0.0, 0, x[t]
            for i in range(n):
                plain += x[t - i] - level
                weighted += i * (x[t - i] - level)
        else:
            weighted += plain - n * (x[t - n] - level)
            plain += (x[t] - level) - (x[t - n] - level)
        age += 1
        slope = (n * weighted - count * plain) / divisor
        start = (plain - slope * count) / n + level
        if which == LINE:
            out[t] = start + slope * (n - 1)
        elif which == SLOPE:
            out[t] = slope
        elif which == INTERCEPT:
            out[t] = start
        elif which == ANGLE:
            out[t] = math.atan(slope) * DEGREES
        elif which == FORECAST:
            out[t] = start + slope * n
        else:
            if t >= n and not np.isnan(before):
                out[t] = 100.0 * (x[t] - before) / x[t] if x[t] != 0.0 else 0.0
            before = start + slope * n


@part
def refreshed(x: Vector, y: Vector, first: int, n: int, sums: Vector) -> None:
    """Sums of both, their squares and their product around the levels in ``sums[5]`` and ``sums[6]``."""
    sums[5], sums[6] = x[first], y[first]
    for i in range(5):
        sums[i] = 0.0
    for s in range(first, first + n):
        a, b = x[s] - sums[5], y[s] - sums[6]
        sums[0] += a
        sums[1] += b
        sums[2] += a * a
        sums[3] += b * b
        sums[4] += a * b


@kernel(takes=(READ, READ, COUNT, COUNT, COUNT, WRITE))
def together(x: Vector, y: Vector, which: int, n: int, first: int, out: Vector) -> None:
    """0 correlation, 1 slope of y on x (TA-Lib's beta), 2 covariance (population) of the last ``n`` from ``first``."""
    sums, age = np.zeros(7), 64
    for t in range(first + n - 1, len(x)):
        if age == 64:
            refreshed(x, y, t - n + 1, n, sums)
            age = 0
        else:
            a, b = x[t] - sums[5], y[t] - sums[6]
            c, d = x[t - n] - sums[5], y[t - n] - sums[6]
            sums[0] += a - c
            sums[1] += b - d
            sums[2] += a * a - c * c
            sums[3] += b * b - d * d
            sums[4] += a * b - c * d
        age += 1
        shared = sums[4] - sums[0] * sums[1] / n
        left = sums[2] - sums[0] * sums[0] / n
        right = sums[3] - sums[1] * sums[1] / n
        if which == 0:
            out[t] = shared / math.sqrt(left * right) if left * right > 1e-14 * 1e-14 else 0.0
        elif which == 1:
            out[t] = shared / left if n * left > 1e-14 else 0.0
        else:
            out[t] = shared / n


@kernel(takes=(READ, COUNT, WRITE))
def returns(x: Vector, which: int, out: Vector) -> None:
    """Simple (0) or logarithmic (1) return of each row; 0 where the value before was 0."""
    for t in range(1, len(x)):
        if which == 0:
            out[t] = (x[t] - x[t - 1]) / x[t - 1] if x[t - 1] != 0.0 else 0.0
        else:
            out[t] = math.log(x[t] / x[t - 1]) if x[t - 1] > 0.0 and x[t] > 0.0 else 0.0


@kernel(takes=(READ, COUNT, COUNT, WRITE))
def moment(x: Vector, which: int, n: int, out: Vector) -> None:
    """Of the last ``n``: 3 skewness, 4 excess kurtosis, both by population moments; 0 where all are equal."""
    for t in range(n - 1, len(x)):
        mean = 0.0
        for s in range(t - n + 1, t + 1):
            mean += x[s]
        mean /= n
        second, higher = 0.0, 0.0
        for s in range(t - n + 1, t + 1):
            d = x[s] - mean
            second += d * d
            higher += d * d * d if which == 3 else d * d * d * d
        second /= n
        higher /= n
        if second <= 1e-20 * mean * mean:
            out[t] = 0.0
        elif which == 3:
            out[t] = higher / (second * math.sqrt(second))
        else:
            out[t] = higher / (second * second) - 3.0


@kernel(takes=(READ, COUNT, NUMBER, COUNT, WRITE))
def quantile(x: Vector, n: int, share: float, rank: int, out: Vector) -> None:
    """Value number ``rank`` of the last ``n`` sorted; with 0 the one at ``share``, between neighbours by proportion."""
    window = np.empty(n)
    for t in range(len(x)):
        size = min(t, n)
        if size == n:
            lo, hi = 0, n
            while lo < hi:
                mid = (lo + hi) // 2
                if window[mid] < x[t - n]:
                    lo = mid + 1
                else:
                    hi = mid
            for i in range(lo, n - 1):
                window[i] = window[i + 1]
            size = n - 1
        lo, hi = 0, size
        while lo < hi:
            mid = (lo + hi) // 2
            if window[mid] < x[t]:
                lo = mid + 1
            else:
                hi = mid
        for i in range(size, lo, -1):
            window[i] = window[i - 1]
        window[lo] = x[t]
        if t >= n - 1 and rank > 0:
            out[t] = window[rank - 1]
        elif t >= n - 1:
            place = share * (n - 1)
            below = min(int(place), n - 1)
            above = min(below + 1, n - 1)
            out[t] = window[below] + (window[above] - window[below]) * (place - below)


@kernel(takes=(READ, COUNT, WRITE))
def percent_rank(x: Vector, n: int, out: Vector) -> None:
    """Percent of the ``n`` values before that are below this one."""
    for t in range(n, len(x)):
        count = 0
        for s in range(t - n, t):
            count += x[s] < x[t]
        out[t] = 100.0 * count / n


@kernel(takes=(READ, COUNT, WRITE))
def total(x: Vector, n: int, out: Vector) -> None:
    """Sum of the last ``n``."""
    running = 0.0
    for t in range(len(x)):
        running += x[t]
        if t >= n - 1:
            out[t] = running
            running -= x[t - n + 1]


@kernel(takes=(READ, COUNT, COUNT, WRITE))
def since_extreme(x: Vector, is_high: int, n: int, out: Vector) -> None:
    """Rows since the highest (or lowest) of the last ``n``; of equal ones the last counts."""
    sign = 1.0 if is_high else -1.0
    at = -1
    for t in range(len(x)):
        if at < 0 or at <= t - n:
            at = max(t - n + 1, 0)
            for s in range(at + 1, t + 1):
                if sign * x[s] >= sign * x[at]:
                    at = s
        elif sign * x[t] >= sign * x[at]:
            at = t
        if t >= n - 1:
            out[t] = t - at


@kernel(takes=(READ, COUNT, WRITE))
def hurst(x: Vector, n: int, out: Vector) -> None:
    """Hurst exponent by the spread of lagged differences (lags 2 to 20) over the last ``n``: the slope of logs / 1."""
    lags = min(20, n // 2)
    for t in range(n - 1, len(x)):
        sx, sy, sxx, sxy, m = 0.0, 0.0, 0.0, 0.0, 0
        for lag in range(2, lags + 1):
            mean, squares, count = 0.0, 0.0, n - lag
            for s in range(t - n + 1 + lag, t + 1):
                mean += x[s] - x[s - lag]
            mean /= count
            for s in range(t - n + 1 + lag, t + 1):
                d = x[s] - x[s - lag] - mean
                squares += d * d
            if squares > 0.0:
                a, b = math.log(float(lag)), 0.5 * math.log(squares / count)
                sx += a
                sy += b
                sxx += a * a
                sxy += a * b
                m += 1
        spread = m * sxx - sx * sx
        out[t] = (m * sxy - sx * sy) / spread if m > 1 and spread > 0.0 else 0.5
