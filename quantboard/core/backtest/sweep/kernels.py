"""The loops of a sweep: a block of parameter sets walked side by side, or one after the other through the event loop.

Both leave the same eight numbers a set in ``out`` and keep no curve of any.
"""

from typing import Any, cast

import numpy as np
from numba import types
from numpy.typing import NDArray

from quantboard.core.arrays import Codes, Panel, Vector
from quantboard.core.backtest.ledger import book as at
from quantboard.core.backtest.ledger.book import Ints
from quantboard.core.backtest.solo import kernels as solo
from quantboard.core.jit import READ, READ_PANEL, WRITE, WRITE_PANEL, kernel, part

# what is known of a set: final equity, sums of r, r² and min(r, 0)², greatest drawdown, trades, wins, bars held
FINAL, SUM, SQUARES, DOWN, FALL, N_TRADES, N_WINS, N_HELD, N_OUT = range(9)
# growth of equity over a bar: held, entered, left; then the same as logarithms
HELD, ENTERED, LEFT, LOG_HELD, LOG_ENTERED, LOG_LEFT, N_GROWTHS = range(7)
LANES = 64  # sets side by side: their state stays in the first cache
# state of a lane, ``LANES`` numbers each
INSIDE, WANT, GAP, NOW, LEVEL, PEAK, DEEPEST, TOTAL, TOTAL_2, DOWN_2, CLOSED, WON, BARS, BASE, N_LANE = range(15)

READ_INTS = types.Array(types.int64, 1, "C", readonly=True)
READ_INT_ROWS = types.Array(types.int64, 2, "C", readonly=True)
READ_CODE_SETS = types.Array(types.int8, 3, "C", readonly=True)
CODE_SETS = types.Array(types.int8, 3, "C")
BOOK = solo.TAKES[10:]
simulate = cast(Any, solo.simulate).dispatcher


@kernel(takes=(READ_PANEL, READ_PANEL, READ_INTS, READ_INTS, READ, types.float64, WRITE, WRITE_PANEL), is_bare=True)
def walk_lanes(
    growth: Panel, table: Panel, fast: Ints, slow: Ints, before: Vector, cash: float, lane: Vector, out: Panel
) -> None:
    """All in while the average ``fast`` is above ``slow`` since its last crossing, else flat; no stops.

    ``table`` holds an average a column; ``fast`` and ``slow`` name columns, a multiple of ``LANES`` of them;
    ``before`` is their difference on the bar before the period. ``lane`` is scratch.
    """
    n_bars = growth.shape[1]
    for b in range(0, fast.shape[0], LANES):
        for k in range(LANES * N_LANE):
            lane[k] = 0.0
        for k in range(LANES):
            lane[GAP * LANES + k] = before[b + k]
        for t in range(n_bars):
            for k in range(LANES):
                lane[NOW * LANES + k] = table[t, fast[b + k]] - table[t, slow[b + k]]
            r_held, r_entered, r_left = growth[HELD, t], growth[ENTERED, t], growth[LEFT, t]
            g_held, g_entered, g_left = growth[LOG_HELD, t], growth[LOG_ENTERED, t], growth[LOG_LEFT, t]
            for k in range(LANES):
                want, gap, now = lane[WANT * LANES + k], lane[GAP * LANES + k], lane[NOW * LANES + k]
                level, base = lane[LEVEL * LANES + k], lane[BASE * LANES + k]
                was, inside = lane[INSIDE * LANES + k] > 0.5, want > 0.5
                r = (r_held if inside else r_left) if was else (r_entered if inside else 0.0)
                g = (g_held if inside else g_left) if was else (g_entered if inside else 0.0)
                left = was and not inside
                base = base if was else level
                level += g
                peak = max(lane[PEAK * LANES + k], level)
                loss = min(r, 0.0)
                lane[BASE * LANES + k] = base
                lane[LEVEL * LANES + k] = level
                lane[PEAK * LANES + k] = peak
                lane[DEEPEST * LANES + k] = min(lane[DEEPEST * LANES + k], level - peak)
                lane[TOTAL * LANES + k] += r
                lane[TOTAL_2 * LANES + k] += r * r
                lane[DOWN_2 * LANES + k] += loss * loss
                lane[CLOSED * LANES + k] += 1.0 if left else 0.0
                lane[WON * LANES + k] += 1.0 if left and level > base else 0.0
                lane[BARS * LANES + k] += want
                lane[INSIDE * LANES + k] = want
                want = 1.0 if now > 0.0 and gap <= 0.0 else want
                want = 0.0 if now < 0.0 and gap >= 0.0 else want
                lane[WANT * LANES + k] = want
                lane[GAP * LANES + k] = now
        for k in range(LANES):
            out[b + k, FINAL] = cash * np.exp(lane[LEVEL * LANES + k])
            out[b + k, SUM] = lane[TOTAL * LANES + k]
            out[b + k, SQUARES] = lane[TOTAL_2 * LANES + k]
            out[b + k, DOWN] = lane[DOWN_2 * LANES + k]
            out[b + k, FALL] = np.expm1(lane[DEEPEST * LANES + k])
            out[b + k, N_TRADES] = lane[CLOSED * LANES + k]
            out[b + k, N_WINS] = lane[WON * LANES + k]
            out[b + k, N_HELD] = lane[BARS * LANES + k]


@kernel(takes=(READ_PANEL, READ_INTS, READ_INTS, types.int64, types.int8, types.int8, CODE_SETS), is_bare=True)
def note_crossings(
    averages: Panel, fast: Ints, slow: Ints, first: int, up: int, down: int, codes: NDArray[np.int8]
) -> None:
    """The code ``up`` where the average in row ``fast`` crosses above that in row ``slow``, ``down`` below."""
    for k in range(fast.shape[0]):
        f, s = fast[k], slow[k]
        gap = averages[f, first - 1] - averages[s, first - 1] if first > 0 else np.nan
        for t in range(codes.shape[1]):
            now = averages[f, first + t] - averages[s, first + t]
            code = up if now > 0.0 and gap <= 0.0 else 0
            codes[k, t, 0] = down if now < 0.0 and gap >= 0.0 else code
            gap = now


@part
def read_curve(cash: float, curves: Panel, out: Vector) -> None:
    """Sums over the returns of the equity curve, as the metrics take them."""
    before, peak, total, squares, down, held = cash, cash, 0.0, 0.0, 0.0, 0.0
    share, floor = 1.0, cash  # the deepest share of a peak so far, and the equity below which it is undercut
    for t in range(curves.shape[1]):
        equity = curves[at.EQUITY, t]
        held += 1.0 if curves[at.GROSS, t] > 0.0 else 0.0
        if equity == before:
            continue
        r = equity / before - 1.0 if before > 0.0 else 0.0
        total += r
        squares += r * r
        down += r * r if r < 0.0 else 0.0
        before = equity
        if equity > peak:
            peak = equity
            floor = peak * share
        elif equity < floor:
            share, floor = equity / peak, equity
    out[FINAL], out[SUM], out[SQUARES], out[DOWN] = before, total, squares, down
    out[FALL], out[N_HELD] = share - 1.0, held


@kernel(
    takes=(
        *(READ_PANEL, READ_PANEL, READ_PANEL, READ_PANEL),
        *(READ_CODE_SETS, READ_PANEL, READ_INT_ROWS, READ_PANEL, types.float64),
        *(*BOOK, WRITE_PANEL),
    ),
    is_bare=True,
)
def walk_sets(
    open_: Panel,
    high: Panel,
    low: Panel,
    close: Panel,
    codes: Codes,
    numbers: Panel,
    modes: Ints,
    rates: Panel,
    cash: float,
    state: Panel,
    marks: Ints,
    cash_: Vector,
    counts: Ints,
    curves: Panel,
    positions: Panel,
    fill_ints: Ints,
    fill_floats: Panel,
    trade_ints: Ints,
    trade_floats: Panel,
    reject_ints: Ints,
    out: Panel,
) -> None:
    """Each set of ``codes`` through the event loop, one after the other in one account's buffers."""
    n_bars = close.shape[0]
    for k in range(codes.shape[0]):
        state[:] = 0.0
        marks[:] = 0
        counts[:] = 0
        counts[at.RUIN_ROW] = -1
        cash_[0] = cash
        simulate(
            0, n_bars, open_, high, low, close, codes[k], numbers, modes[k], rates[k], state, marks, cash_, counts,
            curves, positions, fill_ints, fill_floats, trade_ints, trade_floats, reject_ints,
        )  # fmt: skip
        read_curve(cash, curves, out[k])
        wins = 0.0
        for trade in range(counts[at.N_TRADES]):
            wins += 1.0 if trade_floats[at.TRADE_PNL, trade] > 0.0 else 0.0
        out[k, N_TRADES], out[k, N_WINS] = counts[at.N_TRADES], wins
