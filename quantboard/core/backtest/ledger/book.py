"""The layout of an account while it runs: names of the rows of its arrays, for the kernels and for who reads them.

Kernels freeze these numbers when they compile, while Numba's cache looks at the kernels' own files alone: use a cache
folder that is named by the sources (``Settings.numba_cache``), or touch the kernels after a change here.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from quantboard.core.arrays import Codes, Panel, Vector

Ints = NDArray[np.int64]

# how a run is configured (int64 vector `modes`)
FILL, WEIGHTED, SIZING, SHORT, NEXT_BAR_STOPS, GUARDED, STOP_KIND, TARGET_KIND, TRAIL_KIND = range(9)
BOTH_RULE, MAX_BARS, RICH_SLIPPAGE, RICH_FEES, LIMITED, FINANCED, T_PLUS_1, DROPS_REST, ORDERS_LAPSE = range(9, 18)
SEQUENTIAL, MAX_HOLDINGS, PYRAMIDING, CLOSE_AT_END, TRIGGERED, N_MODES = range(18, 24)
NEXT_OPEN, NEXT_CLOSE, SAME_CLOSE = range(3)
FIXED, PERCENT, PANEL, EQUAL = range(4)
BY_PERCENT, BY_ATR, BY_AMOUNT, BY_AVERAGE = range(4)  # what a stop, target or trailing distance is measured in
PESSIMISTIC, OPTIMISTIC, ADAPTIVE = range(3)
# rates (float64 vector `rates`)
COMMISSION, SLIPPAGE, STAMP_DUTY, STOP_LOSS, TAKE_PROFIT, TRAILING, SIZE, LOT = range(8)
PER_SHARE, PER_ORDER, MINIMUM, SPREAD, IMPACT, VOLATILITY, BORROW, INTEREST = range(8, 16)
LEVERAGE, MAINTENANCE, MAX_VOLUME, MIN_VOLUME, MAX_WEIGHT, TRADE_BAND, TICK, N_RATES = range(16, 24)
# float state per symbol: units held, average entry price, last close, entry fees not yet charged to a trade,
# highest high and lowest low since entry, what the waiting order asks for, the change it came to, best close since
# entry, ATR when the entry was decided, units of an entry that still wait for volume, limit or stop price of the
# waiting order, units bought on LOCK_DAY, units traded on USED_ROW
UNITS, AVERAGE, LAST, ENTRY_FEES, HIGHEST, LOWEST, ASKED, CHANGE = range(8)
PEAK, RANGE, REST, TRIGGER, LOCKED, USED, N_STATE = range(8, 15)
# int state per symbol: waiting order, row that decided it, entry row, bars seen at entry, bars seen, sides
# blocked until a fresh signal, kind of the trigger price, why the waiting exit leaves, entries made, twice the row of
# the last fill at a trigger price inside its bar, + 1 if that was a limit
ORDER, DECIDED, ENTRY_ROW, ENTRY_SEEN, SEEN, BLOCKED = range(6)
TRIGGER_KIND, LEAVES_BY, LOCK_DAY, USED_ROW, ENTRIES, TOLD, INSIDE, N_MARKS = range(6, 14)
NO_ORDER, GO_FLAT, GO_LONG, GO_SHORT, GO_WEIGHT = range(5)
AT_MARKET, AT_LIMIT, AT_STOP = range(3)
# counters (int64 vector `counts`); from REFUSED on, the rejections by their reasons
N_FILLS, N_TRADES, N_REJECTED, N_WAITING, AMBIGUOUS, BOTH_SIDES, LATE, RUIN_ROW, CALLED_ROW = range(9)
N_CALLS, N_DELISTED, N_CUT, REFUSED = range(9, 13)
# rows of `curves` (float64, one column a bar)
EQUITY, CASH, GROSS, NET, TRADED, FINANCING, N_CURVES = range(7)
# rows of the outputs
FILL_ROW, FILL_SYMBOL, FILL_SIDE, FILL_REASON, FILL_DECIDED, N_FILL_INTS = range(6)
FILL_UNITS, FILL_PRICE, FILL_COMMISSION, FILL_DUTY, FILL_SLIPPAGE, N_FILL_FLOATS = range(6)
TRADE_SYMBOL, TRADE_SIDE, TRADE_ENTRY, TRADE_EXIT, TRADE_REASON, TRADE_BARS, N_TRADE_INTS = range(7)
TRADE_UNITS, TRADE_IN, TRADE_OUT, TRADE_FEES, TRADE_PNL, TRADE_MFE, TRADE_MAE, N_TRADE_FLOATS = range(8)
REJECT_ROW, REJECT_SYMBOL, REJECT_SIDE, REJECT_REASON, REJECT_DECIDED, N_REJECT_INTS = range(6)
# why a fill happened, why an order was rejected: indices into the names of trades.py
BY_SIGNAL, BY_STOP, BY_TARGET, BY_REBALANCE, BY_MARGIN, BY_TRAILING, BY_TIME, BY_DELISTING, BY_END = range(9)
NO_CASH, TOO_SMALL, NO_SIZE, BAD_PRICE, LIMIT_UP, LIMIT_DOWN, SAME_SESSION = range(7)
NO_VOLUME, THIN, HOLDINGS_FULL, NOT_REACHED, N_WHYS = range(7, 12)
LONG_SIDE, SHORT_SIDE = 1, 2
# arguments of pieces by name: a bare True or 1 would be a type of its own, and each piece compiled once for each
SLIPS, EXACT = True, False
BUYS = 1
# amounts below this share of equity are rounding, not orders
DUST = 1e-9
FILLS_A_BAR = 8  # most per symbol
MOST_LISTED = 10_000  # rejections beyond are counted only


class Run(NamedTuple):
    """How a run is configured: the ``modes`` and ``rates`` named above, and commission by order value ``(K, 2)``."""

    modes: Ints
    rates: Vector
    tiers: Panel


class Market(NamedTuple):
    """What happens outside the account. A panel that the run does not need has the shape ``(1, 1)``.

    ``sigma`` is the deviation of the 20 returns before the bar; ``range`` the ATR and ``average`` the mean close of
    which stops are measured; ``band`` the price limit per symbol, 0 = none; ``days`` the session of each row; ``gone``
    the last row of a symbol that disappears, else −1.
    """

    open: Panel
    high: Panel
    low: Panel
    close: Panel
    volume: Panel
    sigma: Panel
    range: Panel
    average: Panel
    funding: Panel
    band: Vector
    days: Ints
    gone: Ints


class Wish(NamedTuple):
    """What the strategy decided: levels, sizes or target weights, limit and stop prices of entries, their strength."""

    codes: Codes
    numbers: Panel
    limits: Panel
    stops: Panel
    strength: Panel


class Book(NamedTuple):
    """The account: state per symbol, cash, counters, and the buffers that what happens is written to."""

    state: Panel
    marks: Ints
    cash: Vector
    counts: Ints
    curves: Panel
    positions: Panel
    fill_ints: Ints
    fill_floats: Panel
    trade_ints: Ints
    trade_floats: Panel
    reject_ints: Ints


def opened(n_bars: int, n_symbols: int, cash: float, room: int) -> Book:
    """A fresh account with room for about ``room`` fills."""
    counts = np.zeros(REFUSED + N_WHYS, dtype=np.int64)
    counts[RUIN_ROW] = counts[CALLED_ROW] = -1
    marks = np.zeros((N_MARKS, n_symbols), dtype=np.int64)
    marks[LOCK_DAY] = marks[USED_ROW] = marks[TOLD] = marks[INSIDE] = -1
    return Book(
        np.zeros((N_STATE, n_symbols)),
        marks,
        np.array([cash]),
        counts,
        np.zeros((N_CURVES, n_bars)),
        np.empty((n_bars, n_symbols)),
        np.zeros((N_FILL_INTS, room), dtype=np.int64),
        np.zeros((N_FILL_FLOATS, room)),
        np.zeros((N_TRADE_INTS, room), dtype=np.int64),
        np.zeros((N_TRADE_FLOATS, room)),
        np.zeros((N_REJECT_INTS, MOST_LISTED), dtype=np.int64),
    )


def grown(book: Book) -> Book:
    """The same account with twice the room."""
    return book._replace(
        fill_ints=np.hstack((book.fill_ints, np.zeros_like(book.fill_ints))),
        fill_floats=np.hstack((book.fill_floats, np.zeros_like(book.fill_floats))),
        trade_ints=np.hstack((book.trade_ints, np.zeros_like(book.trade_ints))),
        trade_floats=np.hstack((book.trade_floats, np.zeros_like(book.trade_floats))),
    )
