"""Patterns of one candle, some against the candle before."""

import numpy as np

from quantboard.core.arrays import Panel, Vector
from quantboard.core.indicators.candles.kernels import BLOCK, averages, begin
from quantboard.core.jit import COUNT, READ, READ_PANEL, WRITE, kernel, part

(
    BELT_HOLD,
    CLOSING_MARUBOZU,
    DOJI,
    DRAGONFLY,
    GRAVESTONE,
    HAMMER,
    HANGING_MAN,
    HIGH_WAVE,
    INVERTED_HAMMER,
    LONG_LEGGED,
    LONG_LINE,
    MARUBOZU,
    RICKSHAW,
    SHOOTING_STAR,
    SHORT_LINE,
    SPINNING_TOP,
    TAKURI,
) = range(17)


@part
def judge(
    which: int, o: Vector, h: Vector, lo: Vector, c: Vector, first: int, rows: int, a: Vector, width: int, out: Vector
) -> None:
    """The pattern's verdict on ``rows`` rows from ``first`` on; ``a`` holds its averages row by row."""
    for k in range(rows):
        t, at = first + k, k * width
        o0, h0, l0, c0 = o[t], h[t], lo[t], c[t]
        body, top, bottom = abs(c0 - o0), max(o0, c0), min(o0, c0)
        upper, lower = h0 - top, bottom - l0
        sign = 100.0 if c0 >= o0 else -100.0
        is_white = c0 >= o0
        found, value = False, 100.0
        if which == BELT_HOLD:
            found, value = body > a[at] and (lower if is_white else upper) < a[at + 1], sign
        elif which == CLOSING_MARUBOZU:
            found, value = body > a[at] and (upper if is_white else lower) < a[at + 1], sign
        elif which == DOJI:
            found = body <= a[at]
        elif which == DRAGONFLY:
            found = body <= a[at] and upper < a[at + 1] and lower > a[at + 1]
        elif which == GRAVESTONE:
            found = body <= a[at] and lower < a[at + 1] and upper > a[at + 1]
        elif which == HAMMER:
            found = body < a[at] and lower > a[at + 1] and upper < a[at + 2] and bottom <= lo[t - 1] + a[at + 3]
        elif which == HANGING_MAN:
            found, value = (
                body < a[at] and lower > a[at + 1] and upper < a[at + 2] and bottom >= h[t - 1] - a[at + 3],
                -100.0,
            )
        elif which == HIGH_WAVE:
            found, value = body < a[at] and upper > a[at + 1] and lower > a[at + 1], sign
        elif which == INVERTED_HAMMER:
            found = body < a[at] and upper > a[at + 1] and lower < a[at + 2] and top < min(o[t - 1], c[t - 1])
        elif which == LONG_LEGGED:
            found = body <= a[at] and (lower > a[at + 1] or upper > a[at + 1])
        elif which in (LONG_LINE, MARUBOZU):
            found, value = body > a[at] and upper < a[at + 1] and lower < a[at + 1], sign
        elif which == RICKSHAW:
            middle = l0 + (h0 - l0) / 2.0
            found = (
                body <= a[at]
                and lower > a[at + 1]
                and upper > a[at + 1]
                and bottom <= middle + a[at + 2]
                and top >= middle - a[at + 2]
            )
        elif which == SHOOTING_STAR:
            found = body < a[at] and upper > a[at + 1] and lower < a[at + 2] and bottom > max(o[t - 1], c[t - 1])
            value = -100.0
        elif which == SHORT_LINE:
            found, value = body < a[at] and upper < a[at + 1] and lower < a[at + 1], sign
        elif which == SPINNING_TOP:
            found, value = body < a[at] and upper > body and lower > body, sign
        else:
            found = body <= a[at] and upper < a[at + 1] and lower > a[at + 2]
        out[t] = value if found else 0.0


@kernel(takes=(READ, READ, READ, READ, COUNT, READ_PANEL, COUNT, WRITE))
def single(o: Vector, h: Vector, lo: Vector, c: Vector, which: int, table: Panel, first: int, out: Vector) -> None:
    """±100 where the pattern stands, else 0."""
    out[: min(first, len(c))] = 0.0
    if len(c) <= first:
        return
    width = len(table)
    sums, a = np.zeros(width), np.zeros(width * BLOCK)
    begin(o, h, lo, c, table, first, sums)
    for row in range(first, len(c), BLOCK):
        rows = min(BLOCK, len(c) - row)
        averages(o, h, lo, c, table, row, rows, sums, a)
        judge(which, o, h, lo, c, row, rows, a, width, out)
