"""The passes over the bars that the metrics share: each sum is taken once, in the order of the bars."""

import numpy as np
from numba import types
from numpy.typing import NDArray

from quantboard.core.arrays import Panel, Vector
from quantboard.core.jit import COUNT, READ, READ_PANEL, WRITE, kernel

READ_INTS, WRITE_INTS = (types.Array(types.int64, 1, "C", readonly=fixed) for fixed in (True, False))
DUST = 1e-6  # a position below this share of the next order is rounding
# what ``walk`` writes down
SUM, SUM_UP, SUM_DOWN, SUM_DOWN_2, N_UP, LEAST, MOST, SUM_DD, SUM_DD_2, LEAST_DD, SUM_B = range(11)
UP_MINE, UP_OTHER, N_B_UP, DOWN_MINE, DOWN_OTHER, N_B_DOWN = range(11, 17)
M2, M3, M4, B2, RB, SUM_ACTIVE, ACTIVE_2, N_WALKED = range(17, 25)
# what ``exposed`` writes down
N_HELD, SUM_GROSS, MOST_GROSS, SUM_NET, MOST_NET, SUM_TURNED, N_LOST, N_LOST_BEFORE = range(8)
N_LONG, SUM_LONG, MOST_LONG, N_SHORT, SUM_SHORT, MOST_SHORT, N_EXPOSED = range(8, 15)
# what ``held`` writes down
HOLDINGS, HERFINDAHL, LONG_HOLDINGS, SHORT_HOLDINGS, N_COUNTED = range(5)


@kernel(takes=(types.float64, READ, READ, WRITE, WRITE, WRITE, WRITE), is_bare=True)
def walk(
    initial: float, equity: Vector, benchmark: Vector, mine: Vector, other: Vector, drawdown: Vector, out: Vector
) -> None:
    """Returns of the account and of its benchmark, drawdowns, their sums and central moments (sums, not means)."""
    before, before_b, peak = initial, initial, initial
    least, most, deepest = np.inf, -np.inf, np.inf
    total, total_b, up, down, down_2, dd_1, dd_2, active = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    up_mine, up_other, down_mine, down_other = 0.0, 0.0, 0.0, 0.0
    n_up, n_b_up, n_b_down = 0, 0, 0
    n_bars = equity.shape[0]
    for t in range(n_bars):
        r = equity[t] / before - 1.0 if before > 0.0 else 0.0
        b = benchmark[t] / before_b - 1.0 if before_b > 0.0 else 0.0
        before, before_b = equity[t], benchmark[t]
        peak = max(peak, before)
        below = before / peak - 1.0
        mine[t], other[t], drawdown[t] = r, b, below
        total += r
        total_b += b
        active += r - b
        # chosen, not branched on: the sign of a return cannot be foreseen, and each wrong guess costs as much as a bar
        gain, loss = (r, 0.0) if r > 0.0 else (0.0, r)
        up += gain
        down -= loss
        down_2 += loss * loss
        n_up += r > 0.0
        up_mine += r if b > 0.0 else 0.0
        up_other += b if b > 0.0 else 0.0
        n_b_up += b > 0.0
        down_mine += r if b < 0.0 else 0.0
        down_other += b if b < 0.0 else 0.0
        n_b_down += b < 0.0
        least, most, deepest = min(least, r), max(most, r), min(deepest, below)
        dd_1 += below
        dd_2 += below * below
    out[SUM], out[SUM_B], out[SUM_UP], out[SUM_DOWN], out[SUM_DOWN_2] = total, total_b, up, down, down_2
    out[SUM_DD], out[SUM_DD_2], out[SUM_ACTIVE] = dd_1, dd_2, active
    out[LEAST], out[MOST], out[LEAST_DD], out[N_UP] = least, most, deepest, n_up
    out[UP_MINE], out[UP_OTHER], out[N_B_UP] = up_mine, up_other, n_b_up
    out[DOWN_MINE], out[DOWN_OTHER], out[N_B_DOWN] = down_mine, down_other, n_b_down
    mean, mean_b, mean_a = total / n_bars, total_b / n_bars, active / n_bars
    m2, m3, m4, b2, rb, a2 = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    for t in range(n_bars):
        x, y = mine[t] - mean, other[t] - mean_b
        a = mine[t] - other[t] - mean_a
        square = x * x
        m2 += square
        m3 += square * x
        m4 += square * square
        b2 += y * y
        rb += x * y
        a2 += a * a
    out[M2], out[M3], out[M4], out[B2], out[RB], out[ACTIVE_2] = m2, m3, m4, b2, rb, a2


@kernel(takes=(types.float64, READ, READ, READ, READ, WRITE), is_bare=True)
def exposed(initial: float, equity: Vector, gross: Vector, net: Vector, traded: Vector, out: Vector) -> None:
    """Exposure (of both sides and of each) and turnover as fractions of equity, summed over the bars."""
    out[:] = 0.0
    out[MOST_GROSS] = out[MOST_NET] = -np.inf
    before, sum_gross, sum_net, turned = initial, 0.0, 0.0, 0.0
    n_long, n_short, sum_long, sum_short, most_long, most_short = 0, 0, 0.0, 0.0, 0.0, 0.0
    for t in range(equity.shape[0]):
        value = equity[t]
        if gross[t] > 0.0:
            out[N_HELD] += 1.0
            n_long += net[t] > -gross[t]
            n_short += net[t] < gross[t]
        if value > 0.0:
            g, n = gross[t] / value, net[t] / value
            sum_gross += g
            sum_net += n
            out[MOST_GROSS], out[MOST_NET] = max(out[MOST_GROSS], g), max(out[MOST_NET], n)
            up, down = 0.5 * (g + n), 0.5 * (g - n)
            sum_long += up
            sum_short += down
            most_long, most_short = max(most_long, up), max(most_short, down)
        else:
            out[N_LOST] += 1.0
        if before > 0.0:
            turned += 0.5 * traded[t] / before
        else:
            out[N_LOST_BEFORE] += 1.0
        before = value
    out[SUM_GROSS], out[SUM_NET], out[SUM_TURNED] = sum_gross, sum_net, turned
    out[N_LONG], out[SUM_LONG], out[MOST_LONG] = n_long, sum_long, most_long
    out[N_SHORT], out[SUM_SHORT], out[MOST_SHORT] = n_short, sum_short, most_short


@kernel(takes=(READ_PANEL, READ_PANEL, READ, WRITE), is_bare=True)
def held(positions: Panel, closes: Panel, gross: Vector, out: Vector) -> None:
    """Sums over the bars: symbols held, of both sides and of each, and the Herfindahl index of their values."""
    herfindahl, longs, shorts = 0.0, 0.0, 0.0
    for t in range(positions.shape[0]):
        squares = 0.0
        for n in range(positions.shape[1]):
            units = positions[t, n]
            if units != 0.0:
                value = units * closes[t, n]
                longs += value > 0.0
                shorts += value < 0.0
                squares += value * value
        if gross[t] > 0.0:
            herfindahl += squares / (gross[t] * gross[t])
    out[HOLDINGS], out[HERFINDAHL] = longs + shorts, herfindahl
    out[LONG_HOLDINGS], out[SHORT_HOLDINGS] = longs, shorts


@kernel(takes=(READ_INTS, READ_INTS, READ, WRITE, WRITE_INTS), is_bare=True)
def belonging(
    symbol: NDArray[np.int64], side: NDArray[np.int64], units: Vector, position: Vector, out: NDArray[np.int64]
) -> None:
    """The side of the position that each fill opens, adds to or closes; ``position`` begins as zeros."""
    for k in range(symbol.shape[0]):
        n = symbol[k]
        change = side[k] * units[k]
        if abs(position[n]) <= DUST * units[k]:
            position[n] = 0.0
        out[k] = 1 if (position[n] > 0.0 or (position[n] == 0.0 and change > 0.0)) else -1
        position[n] += change


@kernel(takes=(READ, types.float64, types.float64, COUNT, WRITE, WRITE), is_bare=True)
def candidates(values: Vector, least: float, most: float, rank: int, bins: Vector, room: Vector) -> tuple[int, int]:
    """Values among which are the ``rank``-th smallest and the next one: how many are in ``room``, and their rank there.

    Counted into ``bins`` first (zeros at the start), so that few are left to sort; ``least < most`` are the extremes.
    """
    n_bins = bins.shape[0]
    scale = n_bins / (most - least)
    for k in range(values.shape[0]):
        bins[min(int((values[k] - least) * scale), n_bins - 1)] += 1.0
    seen, first, last, before = 0, -1, n_bins - 1, 0
    for k in range(n_bins):
        if first < 0 and seen + bins[k] > rank:
            first, before = k, seen
        seen += int(bins[k])
        if seen > rank + 1:
            last = k
            break
    n_kept = 0
    for k in range(values.shape[0]):
        place = min(int((values[k] - least) * scale), n_bins - 1)
        if first <= place <= last:
            room[n_kept] = values[k]
            n_kept += 1
    return n_kept, rank - before


@kernel(takes=(READ, types.Array(types.int64, 2, "C"), WRITE), is_bare=True)
def falls(drawdown: Vector, rows: NDArray[np.int64], depth: Vector) -> int:
    """Peak, trough, recovery and length of every stretch below 0, and its depth; how many there are."""
    k, start, trough = 0, -1, 0
    for t in range(drawdown.shape[0]):
        below = drawdown[t]
        if below < 0.0:
            if start < 0:
                start, trough = t, t
            elif below < drawdown[trough]:
                trough = t
        elif start >= 0:
            rows[0, k], rows[1, k], rows[2, k], rows[3, k] = start - 1, trough, t, t - start + 1
            depth[k] = drawdown[trough]
            k += 1
            start = -1
    if start >= 0:
        rows[0, k], rows[1, k], rows[2, k], rows[3, k] = start - 1, trough, -1, drawdown.shape[0] - start
        depth[k] = drawdown[trough]
        k += 1
    return k
