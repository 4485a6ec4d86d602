"""Patterns of three candles."""

import numpy as np

from quantboard.core.arrays import Panel, Vector
from quantboard.core.indicators.candles.kernels import BLOCK, averages, begin
from quantboard.core.jit import COUNT, NUMBER, READ, READ_PANEL, WRITE, kernel, part

(
    TWO_CROWS,
    THREE_INSIDE,
    THREE_OUTSIDE,
    THREE_STARS,
    THREE_SOLDIERS,
    ABANDONED_BABY,
    ADVANCE_BLOCK,
    EVENING_STAR,
    SIDE_BY_SIDE,
    IDENTICAL_CROWS,
    MORNING_STAR,
    STALLED,
    STICK_SANDWICH,
    TASUKI_GAP,
    TRISTAR,
    UNIQUE_RIVER,
    GAP_TWO_CROWS,
    GAP_THREE_METHODS,
) = range(18)


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
        o2, h2, l2, c2 = o[t - 2], h[t - 2], lo[t - 2], c[t - 2]
        body0, body1, body2 = abs(c0 - o0), abs(c1 - o1), abs(c2 - o2)
        top0, top1, top2 = max(o0, c0), max(o1, c1), max(o2, c2)
        bottom0, bottom1, bottom2 = min(o0, c0), min(o1, c1), min(o2, c2)
        white0, white1, white2 = c0 >= o0, c1 >= o1, c2 >= o2
        sign0 = 100.0 if white0 else -100.0
        sign1 = 100.0 if white1 else -100.0
        sign2 = 100.0 if white2 else -100.0
        gap_up, gap_down = bottom1 > top2, top1 < bottom2
        found, value = False, 100.0
        if which == TWO_CROWS:
            found = white2 and body2 > a[at] and not white1 and gap_up and not white0
            found, value = found and c1 < o0 < o1 and o2 < c0 < c2, -100.0
        elif which == THREE_INSIDE:
            found = body2 > a[at] and body1 <= a[at + 1] and top1 < top2 and bottom1 > bottom2
            found, value = found and white2 != white0 and (c0 < o2 if white2 else c0 > o2), -sign2
        elif which == THREE_OUTSIDE:
            if white1 and not white2:
                found = c1 > o2 and o1 < c2 and c0 > c1
            elif white2 and not white1:
                found = o1 > c2 and c1 < o2 and c0 < c1
            value = sign1
        elif which == THREE_STARS:
            found = not white2 and not white1 and not white0 and body2 > a[at] and bottom2 - l2 > a[at + 1]
            found = found and body1 < body2 and c2 < o1 <= h2 and l2 <= l1 < c2 and bottom1 - l1 > a[at + 2]
            found = (
                found
                and body0 < a[at + 4]
                and bottom0 - l0 < a[at + 3]
                and h0 - top0 < a[at + 3]
                and l0 > l1
                and h0 < h1
            )
        elif which == THREE_SOLDIERS:
            found = (
                white2 and white1 and white0 and h2 - top2 < a[at] and h1 - top1 < a[at + 1] and h0 - top0 < a[at + 2]
            )
            found = found and c0 > c1 > c2 and o2 < o1 <= c2 + a[at + 3] and o1 < o0 <= c1 + a[at + 4]
            found = found and body1 > body2 - a[at + 5] and body0 > body1 - a[at + 6] and body0 > a[at + 7]
        elif which == ABANDONED_BABY:
            found = body2 > a[at] and body1 <= a[at + 1] and body0 > a[at + 2] and white2 != white0
            if white2:
                found = found and c0 < c2 - body2 * share and l1 > h2 and h0 < l1
            else:
                found = found and c0 > c2 + body2 * share and h1 < l2 and l0 > h1
            value = sign0
        elif which == ADVANCE_BLOCK:
            found = (
                white2
                and white1
                and white0
                and c0 > c1 > c2
                and o2 < o1 <= c2 + a[at + 5]
                and o1 < o0 <= c1 + a[at + 6]
            )
            found = found and body2 > a[at + 9] and h2 - top2 < a[at]
            slower = body1 < body2 - a[at + 7] and body0 < body1 + a[at + 6]
            shrinks = body0 < body1 and body1 < body2 and (h0 - top0 > a[at + 2] or h1 - top1 > a[at + 1])
            tired = slower or body0 < body1 - a[at + 8] or shrinks or (body0 < body1 and h0 - top0 > a[at + 4])
            found, value = found and tired, -100.0
        elif which == EVENING_STAR:
            found = body2 > a[at] and white2 and body1 <= a[at + 1] and gap_up and body0 > a[at + 2] and not white0
            found, value = found and c0 < c2 - body2 * share, -100.0
        elif which == SIDE_BY_SIDE:
            found = (gap_up and bottom0 > top2) or (gap_down and top0 < bottom2)
            found = (
                found
                and white1
                and white0
                and body1 - a[at] <= body0 <= body1 + a[at]
                and o1 - a[at + 1] <= o0 <= o1 + a[at + 1]
            )
            value = 100.0 if gap_up else -100.0
        elif which == IDENTICAL_CROWS:
            found = not white2 and not white1 and not white0
            found = (
                found
                and bottom2 - l2 < a[at]
                and bottom1 - l1 < a[at + 1]
                and bottom0 - l0 < a[at + 2]
                and c2 > c1 > c0
            )
            found, value = (
                found and c2 - a[at + 3] <= o1 <= c2 + a[at + 3] and c1 - a[at + 4] <= o0 <= c1 + a[at + 4],
                -100.0,
            )
        elif which == MORNING_STAR:
            found = body2 > a[at] and not white2 and body1 <= a[at + 1] and gap_down and body0 > a[at + 2] and white0
            found = found and c0 > c2 + body2 * share
        elif which == STALLED:
            found = (
                white2
                and white1
                and white0
                and c0 > c1 > c2
                and body2 > a[at]
                and body1 > a[at + 1]
                and h1 - top1 < a[at + 3]
            )
            found = found and o2 < o1 <= c2 + a[at + 4] and body0 < a[at + 2] and o0 >= c1 - body0 - a[at + 5]
            value = -100.0
        elif which == STICK_SANDWICH:
            found = not white2 and white1 and not white0 and l1 > c2 and c2 - a[at] <= c0 <= c2 + a[at]
        elif which == TASUKI_GAP:
            alike = abs(body1 - body0) < a[at]
            if gap_up:
                found = alike and white1 and not white0 and o1 < o0 < c1 and top2 < c0 < o1
            elif gap_down:
                found = alike and not white1 and white0 and c1 < o0 < o1 and o1 < c0 < bottom2
            value = sign1
        elif which == TRISTAR:
            if body2 <= a[at] and body1 <= a[at] and body0 <= a[at]:
                if gap_up and top0 < top1:
                    found, value = True, -100.0
                if gap_down and bottom0 > bottom1:
                    found, value = True, 100.0
        elif which == UNIQUE_RIVER:
            found = body2 > a[at] and not white2 and not white1 and c1 > c2 and o1 <= o2 and l1 < l2
            found = found and body0 < a[at + 1] and white0 and o0 > l1
        elif which == GAP_TWO_CROWS:
            found = white2 and body2 > a[at] and not white1 and body1 <= a[at + 1] and gap_up and not white0
            found, value = found and o0 > o1 and c2 < c0 < c1, -100.0
        else:
            found = white2 == white1 and white1 != white0 and bottom1 < o0 < top1 and bottom2 < c0 < top2
            found, value = found and (gap_up if white2 else gap_down), sign2
        out[t] = value if found else 0.0


@kernel(takes=(READ, READ, READ, READ, COUNT, READ_PANEL, COUNT, NUMBER, WRITE))
def triple(
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
