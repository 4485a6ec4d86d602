"""Running averages of bodies and shadows that every candle pattern compares with, and the two patterns with a memory.

A row of ``table`` is (what is measured, bars of the average, factor, lag): the average at lag ``k`` is over the bars
before the ``k``-th last bar. All start on the pattern's first row and roll in the same order, as TA-Lib's do, so that
ties between equal bars fall the same way.
"""

import numpy as np

from quantboard.core.arrays import Panel, Vector
from quantboard.core.jit import COUNT, READ, READ_PANEL, WRITE, kernel, part

BODY, RANGE, SHADOWS = range(3)
BLOCK = 256  # rows whose averages are taken together


@part
def extent(o: Vector, h: Vector, lo: Vector, c: Vector, kind: float, t: int) -> float:
    """The body, the range or both shadows of one bar."""
    found: float = (h[t] - max(c[t], o[t])) + (min(c[t], o[t]) - lo[t])
    if kind == BODY:
        found = abs(c[t] - o[t])
    elif kind == RANGE:
        found = h[t] - lo[t]
    return found


@part
def begin(o: Vector, h: Vector, lo: Vector, c: Vector, table: Panel, first: int, sums: Vector) -> None:
    """Fill the sums as they stand before row ``first``."""
    for i in range(len(table)):
        kind, bars, lag = table[i, 0], int(table[i, 1]), int(table[i, 3])
        for t in range(first - lag - bars, first - lag):
            sums[i] += extent(o, h, lo, c, kind, t)


@part
def column(
    o: Vector, h: Vector, lo: Vector, c: Vector, table: Panel, i: int, first: int, rows: int, sums: Vector, out: Vector
) -> None:
    """One average at ``rows`` rows from ``first`` on, every ``len(table)``-th place of ``out``."""
    kind, bars, factor, lag, width = table[i, 0], int(table[i, 1]), table[i, 2], int(table[i, 3]), len(table)
    total = sums[i]
    if bars == 0:
        for k in range(rows):
            out[k * width + i] = factor * extent(o, h, lo, c, kind, first + k - lag)
    elif kind == BODY:
        for k in range(rows):
            s = first + k - lag
            out[k * width + i] = factor * (total / bars)
            total += abs(c[s] - o[s]) - abs(c[s - bars] - o[s - bars])
    elif kind == RANGE:
        for k in range(rows):
            s = first + k - lag
            out[k * width + i] = factor * (total / bars)
            total += (h[s] - lo[s]) - (h[s - bars] - lo[s - bars])
    else:
        for k in range(rows):
            s = first + k - lag
            out[k * width + i] = factor * (total / bars) / 2.0
            total += extent(o, h, lo, c, kind, s) - extent(o, h, lo, c, kind, s - bars)
    sums[i] = total


@part
def averages(
    o: Vector, h: Vector, lo: Vector, c: Vector, table: Panel, first: int, rows: int, sums: Vector, out: Vector
) -> None:
    """The averages at ``rows`` rows from ``first`` on, row by row; afterwards the sums stand before the next row."""
    for i in range(len(table)):
        column(o, h, lo, c, table, i, first, rows, sums, out)


@part
def trap(h: Vector, lo: Vector, c: Vector, t: int, is_double: int, near: float) -> float:
    """A bar inside the one before, then a false break: 100 where it breaks down, −100 up, 0 without one."""
    if not (h[t - 1] < h[t - 2] and lo[t - 1] > lo[t - 2]):
        return 0.0
    down = h[t] < h[t - 1] and lo[t] < lo[t - 1]
    up = h[t] > h[t - 1] and lo[t] > lo[t - 1]
    if is_double:
        if not (h[t - 2] < h[t - 3] and lo[t - 2] > lo[t - 3]):
            return 0.0
        down = down and c[t - 2] <= lo[t - 2] + near
        up = up and c[t - 2] >= h[t - 2] - near
    return 100.0 if down else -100.0 if up else 0.0


@kernel(takes=(READ, READ, READ, READ, COUNT, READ_PANEL, COUNT, WRITE))
def traps(o: Vector, h: Vector, lo: Vector, c: Vector, is_double: int, table: Panel, first: int, out: Vector) -> None:
    """Hikkake and its modified form: ±100 at the false break, ±200 where a close within three bars confirms it."""
    out[: min(first, len(c))] = 0.0
    if len(c) <= first:
        return
    sums, near = np.zeros(1), np.zeros(1)
    begin(o, h, lo, c, table, first - 3, sums)
    sign, at = 0.0, 0
    for t in range(first - 3, len(c)):
        averages(o, h, lo, c, table, t, 1, sums, near)
        found = trap(h, lo, c, t, is_double, near[0])
        value = 0.0
        if found != 0.0:
            sign, at, value = found, t, found
        elif t <= at + 3 and ((sign > 0.0 and c[t] > h[at - 1]) or (sign < 0.0 and c[t] < lo[at - 1])):
            value, at = 2.0 * sign, 0
        if t >= first:
            out[t] = value
