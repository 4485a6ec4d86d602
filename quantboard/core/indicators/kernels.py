"""Rolling and recursive loops: one column without gaps in, values from the end of the warm-up out.

Every kernel writes into ``out`` arrays that arrive full of NaN and leaves the warm-up untouched. Definitions and
warm-up are TA-Lib's; simple and exponential averages follow it operation by operation, so that they carry the same bits
and tie on the same bars. One exception, where running sums leave noise of the last bit: the average of ``n`` equal
values is that value. Otherwise a halted price would make two averages cross.
"""

import numpy as np

from quantboard.core.arrays import Mask, Panel, Vector
from quantboard.core.jit import COUNT, NUMBER, READ, READ_MASK, READ_PANEL, WRITE, WRITE_MASK, WRITE_PANEL, kernel


@kernel(takes=(READ,))
def wild(x: Vector) -> int:
    """How many values are no finite numbers, counted in blocks that the processor takes side by side."""
    found = 0
    for t in range(len(x)):
        found += not abs(x[t]) < np.inf
    return found


@kernel(takes=(READ,))
def endless(x: Vector) -> int:
    """How many values are infinite."""
    found = 0
    for t in range(len(x)):
        found += abs(x[t]) == np.inf
    return found


@kernel(takes=(READ, COUNT, WRITE))
def simple_mean(x: Vector, n: int, out: Vector) -> None:
    """Mean of the last ``n``, by TA-Lib's running sum: its drift stays below 1e-10 over a million bars."""
    total, flat = 0.0, 0
    for t in range(len(x)):
        flat = flat + 1 if t > 0 and x[t] == x[t - 1] else 1
        total += x[t]
        if t >= n - 1:
            out[t] = x[t] if flat >= n else total / n
            total -= x[t - n + 1]


@kernel(takes=(READ, COUNT, COUNT, WRITE))
def exponential_mean(x: Vector, n: int, first: int, out: Vector) -> None:
    """Exponential mean, k = 2 / (n + 1), seeded with the mean of the ``n`` values from ``first`` on."""
    if len(x) - first < n:
        return
    total, flat = 0.0, True
    for t in range(first, first + n):
        total += x[t]
        flat = flat and x[t] == x[first]
    k = 2.0 / (n + 1)
    mean = x[first] if flat else total / n
    out[first + n - 1] = mean
    for t in range(first + n, len(x)):
        mean = (x[t] - mean) * k + mean
        out[t] = mean


@kernel(takes=(READ, COUNT, COUNT, NUMBER, NUMBER, COUNT, WRITE, WRITE, WRITE))
def convergence(
    x: Vector, fast: int, slow: int, k: float, m: float, signal: int, line: Vector, smooth: Vector, gap: Vector
) -> None:
    """Fast less slow exponential mean of factors ``k`` and ``m``, seeded together; its own mean; their gap."""
    if len(x) < slow + signal - 1:
        return
    quick, calm, flat_quick, flat_calm = 0.0, 0.0, True, True
    for t in range(slow):
        calm += x[t]
        flat_calm = flat_calm and x[t] == x[0]
        if t >= slow - fast:
            quick += x[t]
            flat_quick = flat_quick and x[t] == x[slow - fast]
    quick = x[slow - fast] if flat_quick else quick / fast
    calm = x[0] if flat_calm else calm / slow
    first, total, flat, q = quick - calm, 0.0, True, 2.0 / (signal + 1)
    mean, ready = 0.0, slow + signal - 2
    for t in range(slow - 1, len(x)):
        if t >= slow:
            quick = (x[t] - quick) * k + quick
            calm = (x[t] - calm) * m + calm
        value = quick - calm
        if t > ready:
            mean = (value - mean) * q + mean
        else:
            total += value
            flat = flat and value == first
            mean = first if flat else total / signal
        if t >= ready:
            line[t], smooth[t], gap[t] = value, mean, value - mean


@kernel(takes=(READ, COUNT, WRITE))
def weighted_mean(x: Vector, n: int, out: Vector) -> None:
    """Mean with weights 1 (oldest) to ``n`` (newest), by two running sums taken afresh every 8 ``n`` rows."""
    weights = n * (n + 1) // 2
    plain, weighted, gone, flat, age = 0.0, 0.0, 0.0, 0, 8 * n
    for t in range(len(x)):
        flat = flat + 1 if t > 0 and x[t] == x[t - 1] else 1
        if t < n - 1:
            continue
        if age == 8 * n:
            plain, weighted, gone, age = 0.0, 0.0, 0.0, 0
            for s in range(n - 1):
                plain += x[t - n + 1 + s]
                weighted += x[t - n + 1 + s] * (s + 1)
        plain += x[t]
        plain -= gone
        weighted += x[t] * n
        gone = x[t - n + 1]
        out[t] = x[t] if flat >= n else weighted / weights
        weighted -= plain
        age += 1


@kernel(takes=(READ, COUNT, WRITE))
def relative_strength(x: Vector, n: int, out: Vector) -> None:
    """Wilder's RSI, 0 to 100; 0 while nothing has moved, as in TA-Lib."""
    if len(x) <= n:
        return
    gain, loss = 0.0, 0.0
    for t in range(1, n + 1):
        move = x[t] - x[t - 1]
        if move < 0.0:
            loss -= move
        else:
            gain += move
    gain /= n
    loss /= n
    for t in range(n, len(x)):
        if t > n:
            move = x[t] - x[t - 1]
            gain *= n - 1
            loss *= n - 1
            if move < 0.0:
                loss -= move
            else:
                gain += move
            gain /= n
            loss /= n
        both = gain + loss
        out[t] = 100.0 * (gain / both) if both != 0.0 else 0.0


@kernel(takes=(READ, READ, READ, COUNT, WRITE))
def true_range_mean(high: Vector, low: Vector, close: Vector, n: int, out: Vector) -> None:
    """Wilder's mean of the true range, seeded with the plain mean of the first ``n`` ranges (rows 1 to ``n``)."""
    if len(close) <= n:
        return
    mean = 0.0
    for t in range(1, len(close)):
        before = close[t - 1]
        reach = max(high[t] - low[t], max(abs(before - high[t]), abs(before - low[t])))
        if t <= n:
            mean += reach
            if t == n:
                mean /= n
        else:
            mean *= n - 1
            mean += reach
            mean /= n
        if t >= n:
            out[t] = mean


@kernel(takes=(READ, COUNT, WRITE))
def deviation(x: Vector, n: int, out: Vector) -> None:
    """Population deviation of the last ``n``: a rolling update, taken afresh every ``n`` rows and after a collapse."""
    mean, squares, most, flat, age = 0.0, 0.0, 0.0, 0, n
    for t in range(len(x)):
        flat = flat + 1 if t > 0 and x[t] == x[t - 1] else 1
        if t < n - 1:
            continue
        if age < n:
            move, old = x[t] - x[t - n], mean
            mean += move / n
            squares += move * ((x[t] - mean) + (x[t - n] - old))
            age += 1
        if age >= n or squares < 1e-4 * most:  # what was taken away is large beside what is left: its rounding shows
            mean, squares, age = 0.0, 0.0, 1
            for s in range(t - n + 1, t + 1):
                mean += x[s]
            mean /= n
            for s in range(t - n + 1, t + 1):
                squares += (x[s] - mean) * (x[s] - mean)
            most = squares
        most = max(most, squares)
        out[t] = 0.0 if flat >= n else np.sqrt(squares / n)


@kernel(takes=(READ, COUNT, WRITE))
def maximum(x: Vector, n: int, out: Vector) -> None:
    """Highest of the last ``n``, by blocks of ``n``: the best of this block and of what is left of the last."""
    last = np.empty(n + 1)
    last[n] = -np.inf
    best, inside = -np.inf, 0
    for t in range(len(x)):
        if inside == n:
            best, inside = -np.inf, 0
            for s in range(n - 1, -1, -1):
                best = max(best, x[t - n + s])
                last[s] = best
            best = -np.inf
        best = max(best, x[t])
        inside += 1
        if t >= n - 1:
            out[t] = max(best, last[inside]) if t >= n else best


@kernel(takes=(READ, COUNT, WRITE))
def minimum(x: Vector, n: int, out: Vector) -> None:
    """Lowest of the last ``n``, by blocks as in ``maximum``."""
    last = np.empty(n + 1)
    last[n] = np.inf
    best, inside = np.inf, 0
    for t in range(len(x)):
        if inside == n:
            best, inside = np.inf, 0
            for s in range(n - 1, -1, -1):
                best = min(best, x[t - n + s])
                last[s] = best
            best = np.inf
        best = min(best, x[t])
        inside += 1
        if t >= n - 1:
            out[t] = min(best, last[inside]) if t >= n else best


@kernel(takes=(READ, COUNT, WRITE))
def lagged(x: Vector, n: int, out: Vector) -> None:
    """The value ``n`` rows before."""
    for t in range(n, len(x)):
        out[t] = x[t - n]


@kernel(takes=(READ, COUNT, WRITE))
def rate_of_change(x: Vector, n: int, out: Vector) -> None:
    """Percent above the value ``n`` rows before; 0 where that value was 0, as in TA-Lib."""
    for t in range(n, len(x)):
        out[t] = (x[t] / x[t - n] - 1.0) * 100.0 if x[t - n] != 0.0 else 0.0


@kernel(takes=(READ, READ, WRITE_MASK))
def crossing(a: Vector, b: Vector, out: Mask) -> None:
    """True where a > b now and a ≤ b on the last row before on which both had values; NaN rows are passed over."""
    was_not_above = False
    for t in range(len(a)):
        if np.isnan(a[t]) or np.isnan(b[t]):
            continue
        is_above = a[t] > b[t]
        out[t] = is_above and was_not_above
        was_not_above = not is_above


@kernel(takes=(READ_MASK, READ_MASK, WRITE_MASK))
def holding(entry: Mask, leave: Mask, out: Mask) -> None:
    """True from an entry until the next exit; a row with both is out."""
    inside = False
    for t in range(len(entry)):
        inside = (inside or entry[t]) and not leave[t]
        out[t] = inside


@kernel(takes=(READ_PANEL, WRITE_PANEL))
def row_rank(x: Panel, out: Panel) -> None:
    """Rank within each row over its values, divided by their count; equal values share the mean of their ranks."""
    for t in range(x.shape[0]):
        order = np.argsort(x[t])  # NaN last
        count = 0
        for j in range(x.shape[1]):
            count += not np.isnan(x[t, j])
        i = 0
        while i < count:
            k = i
            while k + 1 < count and x[t, order[k + 1]] == x[t, order[i]]:
                k += 1
            for j in range(i, k + 1):
                out[t, order[j]] = (i + k + 2) / 2.0 / count
            i = k + 1


@kernel(takes=(READ_PANEL, WRITE_PANEL))
def row_score(x: Panel, out: Panel) -> None:
    """(x − mean) / population deviation within each row over its values; 0 where they are all equal."""
    for t in range(x.shape[0]):
        total, count, least, most = 0.0, 0, np.inf, -np.inf
        for j in range(x.shape[1]):
            if not np.isnan(x[t, j]):
                total += x[t, j]
                count += 1
                least, most = min(least, x[t, j]), max(most, x[t, j])
        mean, squares = total / max(count, 1), 0.0
        for j in range(x.shape[1]):
            if not np.isnan(x[t, j]):
                squares += (x[t, j] - mean) * (x[t, j] - mean)
        width = np.sqrt(squares / max(count, 1))
        for j in range(x.shape[1]):
            if not np.isnan(x[t, j]):
                out[t, j] = (x[t, j] - mean) / width if most > least and width > 0.0 else 0.0
