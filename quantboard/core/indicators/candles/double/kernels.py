"""Patterns of two candles."""

import numpy as np

from quantboard.core.arrays import Panel, Vector
from quantboard.core.indicators.candles.kernels import BLOCK, averages, begin
from quantboard.core.jit import COUNT, NUMBER, READ, READ_PANEL, WRITE, kernel, part

(
    COUNTERATTACK,
    DARK_CLOUD,
    DOJI_STAR,
    ENGULFING,
    HARAMI,
    HOMING_PIGEON,
    IN_NECK,
    KICKING,
    KICKING_BY_LENGTH,
    MATCHING_LOW,
    ON_NECK,
    PIERCING,
    SEPARATING,
    THRUSTING,
) = range(14)


@part
def judge(
    which: int,
    o: Vector,
    h: Vector,
    lo: Vector,
    c: Vector,
    first: int,
    rows: int,
    a: Vector,
    width: int,
    share: float,
    out: Vector,
) -> None:
    """The pattern's verdict on ``rows`` rows from ``first`` on; ``a`` holds its averages row by row."""
    for k in range(rows):
        t, at = first + k, k * width
        o0, h0, l0, c0 = o[t], h[t], lo[t], c[t]
        o1, h1, l1, c1 = o[t - 1], h[t - 1], lo[t - 1], c[t - 1]
        body0, body1 = abs(c0 - o0), abs(c1 - o1)
        top0, top1, bottom0, bottom1 = max(o0, c0), max(o1, c1), min(o0, c0), min(o1, c1)
        white0, white1 = c0 >= o0, c1 >= o1
        sign0, sign1 = 100.0 if white0 else -100.0, 100.0 if white1 else -100.0
        found, value = False, -100.0
        if which == COUNTERATTACK:
            found = white0 != white1 and body1 > a[at] and body0 > a[at + 1] and c1 - a[at + 2] <= c0 <= c1 + a[at + 2]
            value = sign0
        elif which == DARK_CLOUD:
            found = white1 and body1 > a[at] and not white0 and o0 > h1 and o1 < c0 < c1 - body1 * share
        elif which == DOJI_STAR:
            found = body1 > a[at] and body0 <= a[at + 1] and (bottom0 > top1 if white1 else top0 < bottom1)
            value = -sign1
        elif which == ENGULFING:
            if white0 and not white1:
                found = (c0 >= o1 and o0 < c1) or (c0 > o1 and o0 <= c1)
            elif white1 and not white0:
                found = (o0 >= c1 and c0 < o1) or (o0 > c1 and c0 <= o1)
            value = sign0 if o0 != c1 and c0 != o1 else 0.8 * sign0
        elif which == HARAMI:
            found = body1 > a[at] and body0 <= a[at + 1] and top0 <= top1 and bottom0 >= bottom1
            value = -sign1 if top0 < top1 and bottom0 > bottom1 else -0.8 * sign1
        elif which == HOMING_PIGEON:
            found = not white1 and not white0 and body1 > a[at] and body0 <= a[at + 1] and o0 < o1 and c0 > c1
            value = 100.0
        elif which == IN_NECK:
            found = not white1 and body1 > a[at] and white0 and o0 < l1 and c1 <= c0 <= c1 + a[at + 1]
        elif which in (KICKING, KICKING_BY_LENGTH):
            found = white0 != white1 and body1 > a[at + 2] and body0 > a[at + 3]
            found = (
                found
                and h1 - top1 < a[at]
                and bottom1 - l1 < a[at]
                and h0 - top0 < a[at + 1]
                and bottom0 - l0 < a[at + 1]
            )
            found = found and (h0 < l1 if white1 else l0 > h1)
            value = sign0 if which == KICKING or body0 > body1 else sign1
        elif which == MATCHING_LOW:
            found, value = not white1 and not white0 and c1 - a[at] <= c0 <= c1 + a[at], 100.0
        elif which == ON_NECK:
            found = not white1 and body1 > a[at] and white0 and o0 < l1 and l1 - a[at + 1] <= c0 <= l1 + a[at + 1]
        elif which == PIERCING:
            found = not white1 and body1 > a[at] and white0 and body0 > a[at + 1] and o0 < l1
            found, value = found and c1 + body1 * 0.5 < c0 < o1, 100.0
        elif which == SEPARATING:
            found = white0 != white1 and o1 - a[at + 2] <= o0 <= o1 + a[at + 2] and body0 > a[at + 1]
            found, value = found and (bottom0 - l0 < a[at] if white0 else h0 - top0 < a[at]), sign0
        else:
            found = not white1 and body1 > a[at + 1] and white0 and o0 < l1 and c1 + a[at] < c0 <= c1 + body1 * 0.5
        out[t] = value if found else 0.0


@kernel(takes=(READ, READ, READ, READ, COUNT, READ_PANEL, COUNT, NUMBER, WRITE))
def double(
    o: Vector, h: Vector, lo: Vector, c: Vector, which: int, table: Panel, first: int, share: float, out: Vector
) -> None:
    """±100 (±80 where a side only touches) where the pattern stands, else 0."""
    out[: min(first, len(c))] = 0.0
    if len(c) <= first:
        return
    width = len(table)
    sums, a = np.zeros(width), np.zeros(width * BLOCK)
    begin(o, h, lo, c, table, first, sums)
    for row in range(first, len(c), BLOCK):
        rows = min(BLOCK, len(c) - row)
        averages(o, h, lo, c, table, row, rows, sums, a)
        judge(which, o, h, lo, c, row, rows, a, width, share, out)
