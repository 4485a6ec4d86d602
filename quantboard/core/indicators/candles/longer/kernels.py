"""Patterns of four and five candles."""

import numpy as np

from quantboard.core.arrays import Panel, Vector
from quantboard.core.indicators.candles.kernels import BLOCK, averages, begin
from quantboard.core.jit import COUNT, NUMBER, READ, READ_PANEL, WRITE, kernel, part

BLACK_CROWS, LINE_STRIKE, BREAKAWAY, BABY_SWALLOW, LADDER_BOTTOM, MAT_HOLD, THREE_METHODS = range(7)


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
        o0, l0, c0 = o[t], lo[t], c[t]
        o1, h1, l1, c1 = o[t - 1], h[t - 1], lo[t - 1], c[t - 1]
        o2, h2, l2, c2 = o[t - 2], h[t - 2], lo[t - 2], c[t - 2]
        o3, h3, l3, c3 = o[t - 3], h[t - 3], lo[t - 3], c[t - 3]
        top1, top2, top3 = max(o1, c1), max(o2, c2), max(o3, c3)
        bottom0, bottom1, bottom2, bottom3 = min(o0, c0), min(o1, c1), min(o2, c2), min(o3, c3)
        white0, white1, white2, white3 = c0 >= o0, c1 >= o1, c2 >= o2, c3 >= o3
        found, value = False, 100.0
        if which == BLACK_CROWS:
            found = white3 and not white2 and not white1 and not white0
            found = found and bottom2 - l2 < a[at] and bottom1 - l1 < a[at + 1] and bottom0 - l0 < a[at + 2]
            found, value = found and c2 < o1 < o2 and c1 < o0 < o1 and h3 > c2 > c1 > c0, -100.0
        elif which == LINE_STRIKE:
            found = white3 == white2 and white2 == white1 and white0 != white1
            found = found and bottom3 - a[at] <= o2 <= top3 + a[at] and bottom2 - a[at + 1] <= o1 <= top2 + a[at + 1]
            if white1:
                found = found and c1 > c2 > c3 and o0 > c1 and c0 < o3
            else:
                found = found and c1 < c2 < c3 and o0 < c1 and c0 > o3
            value = 100.0 if white1 else -100.0
        elif which == BABY_SWALLOW:
            found = not white3 and not white2 and not white1 and not white0
            found = (
                found
                and bottom3 - l3 < a[at]
                and h3 - top3 < a[at]
                and bottom2 - l2 < a[at + 1]
                and h2 - top2 < a[at + 1]
            )
            found = found and top1 < bottom2 and h1 - top1 > a[at + 2] and h1 > c2 and h[t] > h1 and l0 < l1
        else:
            o4, h4, l4, c4 = o[t - 4], h[t - 4], lo[t - 4], c[t - 4]
            body4, top4, bottom4, white4 = abs(c4 - o4), max(o4, c4), min(o4, c4), c4 >= o4
            if which == BREAKAWAY:
                found = body4 > a[at] and white4 == white3 and white3 == white1 and white1 != white0
                if white4:
                    found = found and bottom3 > top4 and h1 > h2 > h3 and l1 > l2 > l3 and c4 < c0 < o3
                else:
                    found = found and top3 < bottom4 and h1 < h2 < h3 and l1 < l2 < l3 and o3 < c0 < c4
                value = 100.0 if white0 else -100.0
            elif which == LADDER_BOTTOM:
                found = not white4 and not white3 and not white2 and o4 > o3 > o2 and c4 > c3 > c2
                found = found and not white1 and h1 - top1 > a[at] and white0 and o0 > o1 and c0 > h1
            elif which == MAT_HOLD:
                found = (
                    body4 > a[at + 3] and abs(c3 - o3) < a[at] and abs(c2 - o2) < a[at + 1] and abs(c1 - o1) < a[at + 2]
                )
                found = found and white4 and not white3 and white0 and bottom3 > top4
                floor = c4 - body4 * share
                found = found and floor < bottom2 < c4 and floor < bottom1 < c4 and top2 < o3 and top1 < top2
                found = found and o0 > c1 and c0 > max(max(h3, h2), h1)
            else:
                found = (
                    body4 > a[at + 3] and abs(c3 - o3) < a[at] and abs(c2 - o2) < a[at + 1] and abs(c1 - o1) < a[at + 2]
                )
                found = (
                    found and abs(c0 - o0) > a[at + 4] and white4 != white3 and white3 == white2 and white2 == white1
                )
                found = found and white1 != white0 and bottom3 < h4 and top3 > l4 and bottom2 < h4 and top2 > l4
                found = found and bottom1 < h4 and top1 > l4
                if white4:
                    found = found and c2 < c3 and c1 < c2 and o0 > c1 and c0 > c4
                else:
                    found = found and c2 > c3 and c1 > c2 and o0 < c1 and c0 < c4
                value = 100.0 if white4 else -100.0
        out[t] = value if found else 0.0


@kernel(takes=(READ, READ, READ, READ, COUNT, READ_PANEL, COUNT, NUMBER, WRITE))
def longer(
    o: Vector, h: Vector, lo: Vector, c: Vector, which: int, table: Panel, first: int, share: float, out: Vector
) -> None:
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
        judge(which, o, h, lo, c, row, rows, a, width, share, out)
