"""Loops of momentum: directional movement, places in a range, gains against losses."""

import numpy as np

from quantboard.core.arrays import Vector
from quantboard.core.jit import COUNT, NUMBER, READ, WRITE, kernel, part

PLUS_DM, MINUS_DM, PLUS_DI, MINUS_DI, DX, ADX, ADXR = range(7)
STOCHASTIC, WILLIAMS, MIDDLE = range(3)
NOTHING = 1e-14


@part
def true_range(high: float, low: float, before: float) -> float:
    """The widest of the bar and its ways from the close before."""
    return max(high - low, max(abs(before - high), abs(before - low)))


@kernel(takes=(READ, READ, READ, COUNT, COUNT, WRITE))
def movement(high: Vector, low: Vector, close: Vector, which: int, n: int, out: Vector) -> None:
    """Wilder's directional movement, indicators, index, its mean and its rating: one of them by ``which``."""
    plus, minus, reach, index, index_sum, n_index = 0.0, 0.0, 0.0, 0.0, 0.0, 0
    late = np.empty(n)
    at = 0
    for t in range(1, len(close)):
        up, down = high[t] - high[t - 1], low[t - 1] - low[t]
        up_move = up if up > 0.0 and up > down else 0.0
        down_move = down if down > 0.0 and up < down else 0.0
        if t < n:
            plus += up_move
            minus += down_move
            reach += true_range(high[t], low[t], close[t - 1])
            if t < n - 1 or which > MINUS_DM:
                continue
        else:
            plus = plus - plus / n + up_move
            minus = minus - minus / n + down_move
            reach = reach - reach / n + true_range(high[t], low[t], close[t - 1])
        if which <= MINUS_DM:
            out[t] = plus if which == PLUS_DM else minus
            continue
        is_wide = reach > NOTHING
        if which <= MINUS_DI:
            out[t] = 100.0 * ((plus if which == PLUS_DI else minus) / reach) if is_wide else 0.0
            continue
        if is_wide:
            up, down = 100.0 * (plus / reach), 100.0 * (minus / reach)
            if up + down > NOTHING:
                index = 100.0 * (abs(down - up) / (up + down))
                fresh = True
            else:
                fresh = False
        else:
            fresh = False
        if which == DX:
            out[t] = index
            continue
        if n_index < n:
            if fresh:
                index_sum += index
            n_index += 1
            mean = index_sum / n
        elif fresh:
            mean = (mean * (n - 1) + index) / n
        if n_index == n and t >= 2 * n - 1:
            if which == ADX:
                out[t] = mean
            else:
                if t >= 3 * n - 2:
                    out[t] = (mean + late[at if n > 1 else 0]) / 2.0
                late[at] = mean
                at = at + 1 if at + 1 < n - 1 else 0


@kernel(takes=(READ, READ, READ, COUNT, COUNT, WRITE))
def place(high: Vector, low: Vector, close: Vector, which: int, n: int, out: Vector) -> None:
    """Where the close stands in the range of the last ``n`` bars, or the middle of that range.

    Extremes by blocks of ``n`` rows (van Herk): each row compares the best of its block so far with the best of the
    block before from the window's start on, three comparisons whatever ``n``.
    """
    tops, bottoms = np.empty(n + 1), np.empty(n + 1)
    tops[n], bottoms[n] = -np.inf, np.inf
    top, bottom, inside = -np.inf, np.inf, 0
    for t in range(len(close)):
        if inside == n:
            top, bottom, inside = -np.inf, np.inf, 0
            for s in range(n - 1, -1, -1):
                top, bottom = max(top, high[t - n + s]), min(bottom, low[t - n + s])
                tops[s], bottoms[s] = top, bottom
            top, bottom = -np.inf, np.inf
        top, bottom = max(top, high[t]), min(bottom, low[t])
        inside += 1
        if t >= n - 1:
            most, least = top, bottom
            if inside < n:
                most, least = max(most, tops[inside]), min(least, bottoms[inside])
            if which == MIDDLE:
                out[t] = (most + least) / 2.0
            elif which == STOCHASTIC:
                width = (most - least) / 100.0
                out[t] = (close[t] - least) / width if width != 0.0 else 0.0
            else:
                width = (most - least) / -100.0
                out[t] = (most - close[t]) / width if width != 0.0 else 0.0


@kernel(takes=(READ, READ, COUNT, WRITE, WRITE))
def channel(high: Vector, low: Vector, n: int, above: Vector, below: Vector) -> None:
    """Highest high and lowest low of the last ``n`` bars; by blocks as in ``place``."""
    tops, bottoms = np.empty(n + 1), np.empty(n + 1)
    top, bottom, inside = -np.inf, np.inf, 0
    for t in range(len(high)):
        if inside == n:
            top, bottom, inside = -np.inf, np.inf, 0
            for s in range(n - 1, -1, -1):
                top, bottom = max(top, high[t - n + s]), min(bottom, low[t - n + s])
                tops[s], bottoms[s] = top, bottom
            top, bottom = -np.inf, np.inf
        top, bottom = max(top, high[t]), min(bottom, low[t])
        inside += 1
        if t >= n - 1:
            most, least = top, bottom
            if inside < n:
                most, least = max(most, tops[inside]), min(least, bottoms[inside])
            above[t], below[t] = most, least


@kernel(takes=(READ, READ, COUNT, WRITE, WRITE))
def aroon(high: Vector, low: Vector, n: int, down: Vector, up: Vector) -> None:
    """100 × the share of ``n`` bars that passed since the lowest low and the highest high; of equal ones the last."""
    low_at, high_at = -1, -1
    factor = 100.0 / n
    for t in range(len(high)):
        if low_at < t - n or low_at < 0:
            first = max(t - n, 0)
            low_at = first
            for s in range(first + 1, t + 1):
                if low[s] <= low[low_at]:
                    low_at = s
        elif low[t] <= low[low_at]:
            low_at = t
        if high_at < t - n or high_at < 0:
            first = max(t - n, 0)
            high_at = first
            for s in range(first + 1, t + 1):
                if high[s] >= high[high_at]:
                    high_at = s
        elif high[t] >= high[high_at]:
            high_at = t
        if t >= n:
            down[t] = factor * (n - (t - low_at))
            up[t] = factor * (n - (t - high_at))


@kernel(takes=(READ, COUNT, NUMBER, WRITE))
def mean_distance(x: Vector, n: int, scale: float, out: Vector) -> None:
    """Mean distance of the last ``n`` from their mean; with a ``scale`` the last one's distance in units of it."""
    total = 0.0
    for t in range(len(x)):
        total += x[t]
        if t >= n:
            total -= x[t - n]
        if t < n - 1:
            continue
        mean, exact = total / n, 0.0
        a, b, c, d = 0.0, 0.0, 0.0, 0.0
        first = t - n + 1
        whole = n - n % 4
        if t % 64 == 0:
            for s in range(first, t + 1):
                exact += x[s]
            total = exact
            mean = total / n
        for s in range(first, first + whole, 4):
            a += abs(x[s] - mean)
            b += abs(x[s + 1] - mean)
            c += abs(x[s + 2] - mean)
            d += abs(x[s + 3] - mean)
        for s in range(first + whole, t + 1):
            a += abs(x[s] - mean)
        spread = (a + b + c + d) / n
        if scale == 0.0:
            out[t] = spread
        else:
            above = x[t] - mean
            out[t] = above / (scale * spread) if above != 0.0 and spread > 0.0 else 0.0


@kernel(takes=(READ, COUNT, COUNT, WRITE))
def balance(x: Vector, n: int, is_smoothed: int, out: Vector) -> None:
    """Chande's momentum: 100 × (gains − losses) / (gains + losses), Wilder's means or plain sums of ``n`` moves."""
    gain, loss = 0.0, 0.0
    for t in range(1, len(x)):
        move = x[t] - x[t - 1]
        if is_smoothed and t > n:
            gain *= n - 1
            loss *= n - 1
        if move < 0.0:
            loss -= move
        else:
            gain += move
        if is_smoothed and t >= n:
            gain /= n
            loss /= n
        elif not is_smoothed and t > n:
            old = x[t - n] - x[t - n - 1]
            if old < 0.0:
                loss += old
            else:
                gain -= old
        if t >= n:
            both = gain + loss
            out[t] = 100.0 * ((gain - loss) / both) if abs(both) > NOTHING else 0.0


@kernel(takes=(READ, READ, COUNT, WRITE))
def intraday(opened: Vector, close: Vector, n: int, out: Vector) -> None:
    """100 × the rises from open to close of the last ``n`` bars, as a share of all their moves."""
    gain, loss = 0.0, 0.0
    for t in range(len(close)):
        move = close[t] - opened[t]
        gain, loss = (gain + move, loss) if move > 0.0 else (gain, loss - move)
        if t >= n:
            old = close[t - n] - opened[t - n]
            gain, loss = (gain - old, loss) if old > 0.0 else (gain, loss + old)
        if t % 64 == 0 and t >= n:
            gain, loss = 0.0, 0.0
            for s in range(t - n + 1, t + 1):
                move = close[s] - opened[s]
                gain, loss = (gain + move, loss) if move > 0.0 else (gain, loss - move)
        if t >= n - 1:
            out[t] = 100.0 * (gain / (gain + loss)) if gain + loss > NOTHING else 50.0


@kernel(takes=(READ, READ, READ, READ, COUNT, WRITE))
def money_flow(high: Vector, low: Vector, close: Vector, volume: Vector, n: int, out: Vector) -> None:
    """100 × the traded value of rising bars as a share of all of the last ``n``; 0 below one unit of value."""
    flows = np.zeros(n)
    up, down, at = 0.0, 0.0, 0
    if len(close) == 0:
        return
    before = (high[0] + low[0] + close[0]) / 3.0
    for t in range(1, len(close)):
        typical = (high[t] + low[t] + close[t]) / 3.0
        flow = typical * volume[t]
        flow = flow if typical > before else -flow if typical < before else 0.0
        before = typical
        old = flows[at]
        flows[at] = flow
        at = at + 1 if at + 1 < n else 0
        up += max(flow, 0.0) - max(old, 0.0)
        down -= min(flow, 0.0) - min(old, 0.0)
        if t >= n:
            out[t] = 100.0 * (up / (up + down)) if up + down >= 1.0 else 0.0


@kernel(takes=(READ, READ, READ, COUNT, COUNT, COUNT, WRITE))
def ultimate(high: Vector, low: Vector, close: Vector, n1: int, n2: int, n3: int, out: Vector) -> None:
    """Williams' oscillator: buying pressure over true range of three spans, weights 4, 2 and 1 from short to long."""
    longest = max(n1, max(n2, n3))
    short = min(n1, min(n2, n3))
    middle = n1 + n2 + n3 - longest - short
    size = longest + 1
    presses, reaches = np.zeros(size), np.zeros(size)
    p1, p2, p3, r1, r2, r3 = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    at, short_at, middle_at, long_at = 0, size - short, size - middle, size - longest
    for t in range(1, len(close)):
        press = close[t] - min(low[t], close[t - 1])
        reach = true_range(high[t], low[t], close[t - 1])
        presses[at], reaches[at] = press, reach
        p1 += press - presses[short_at]
        p2 += press - presses[middle_at]
        p3 += press - presses[long_at]
        r1 += reach - reaches[short_at]
        r2 += reach - reaches[middle_at]
        r3 += reach - reaches[long_at]
        at = at + 1 if at + 1 < size else 0
        short_at = short_at + 1 if short_at + 1 < size else 0
        middle_at = middle_at + 1 if middle_at + 1 < size else 0
        long_at = long_at + 1 if long_at + 1 < size else 0
        if t >= longest:
            total = 4.0 * (p1 / r1) if r1 > NOTHING else 0.0
            total += 2.0 * (p2 / r2) if r2 > NOTHING else 0.0
            total += p3 / r3 if r3 > NOTHING else 0.0
            out[t] = 100.0 * (total / 7.0)


@kernel(takes=(READ, COUNT, COUNT, WRITE))
def against_before(x: Vector, which: int, n: int, out: Vector) -> None:
    """Against the value ``n`` rows before: 0 difference, 1 fraction, 2 ratio, 3 ratio × 100; 0 where that was 0."""
    for t in range(n, len(x)):
        old = x[t - n]
        if which == 0:
            out[t] = x[t] - old
        elif old == 0.0:
            out[t] = 0.0
        elif which == 1:
            out[t] = (x[t] - old) / old
        elif which == 2:
            out[t] = x[t] / old
        else:
            out[t] = x[t] / old * 100.0


@kernel(takes=(READ, READ, READ, READ, COUNT, WRITE))
def bar_price(opened: Vector, high: Vector, low: Vector, close: Vector, which: int, out: Vector) -> None:
    """One number of each bar: 0 average, 1 median, 2 typical, 3 weighted close, 4 balance of power."""
    for t in range(len(close)):
        if which == 0:
            out[t] = (high[t] + low[t] + close[t] + opened[t]) / 4.0
        elif which == 1:
            out[t] = (high[t] + low[t]) / 2.0
        elif which == 2:
            out[t] = (high[t] + low[t] + close[t]) / 3.0
        elif which == 3:
            out[t] = (high[t] + low[t] + close[t] * 2.0) / 4.0
        else:
            width = high[t] - low[t]
            out[t] = (close[t] - opened[t]) / width if width >= NOTHING else 0.0
