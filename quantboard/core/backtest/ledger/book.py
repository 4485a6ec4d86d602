"""The layout of an account while it runs: names of the rows of its arrays, for the kernels and for who reads them.

Kernels freeze these numbers when they compile, while Numba's cache looks at the kernels' own files alone: use a cache
folder that is named by the sources (``Settings.numba_cache``), or touch the kernels after a change here.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from quantboard.core.arrays import Panel, Vector

Ints = NDArray[np.int64]

# how a run is configured (int64 vector `modes`)
FILL, WEIGHTED, SIZING, SHORT, WHOLE, NEXT_BAR_STOPS, N_MODES = 0, 1, 2, 3, 4, 5, 6
NEXT_OPEN, NEXT_CLOSE, SAME_CLOSE = 0, 1, 2
FIXED, PERCENT, PANEL = 0, 1, 2
# rates (float64 vector `rates`)
COMMISSION, SLIPPAGE, STAMP_DUTY, STOP_LOSS, TAKE_PROFIT, SIZE, N_RATES = 0, 1, 2, 3, 4, 5, 6
# float state per symbol: units held, average entry price, last close, entry fees not yet charged to a trade,
# highest high and lowest low since entry, what the waiting order asks for, the change it came to
UNITS, AVERAGE, LAST, ENTRY_FEES, HIGHEST, LOWEST, ASKED, CHANGE, N_STATE = 0, 1, 2, 3, 4, 5, 6, 7, 8
# int state per symbol: waiting order, row that decided it, entry row, bars seen at entry, bars seen, sides
# blocked until a fresh signal
ORDER, DECIDED, ENTRY_ROW, ENTRY_SEEN, SEEN, BLOCKED, N_MARKS = 0, 1, 2, 3, 4, 5, 6
NO_ORDER, GO_FLAT, GO_LONG, GO_SHORT, GO_WEIGHT = 0, 1, 2, 3, 4
# counters (int64 vector `counts`)
N_FILLS, N_TRADES, N_REJECTED, N_WAITING, AMBIGUOUS, BOTH_SIDES, LATE, RUIN_ROW, N_COUNTS = 0, 1, 2, 3, 4, 5, 6, 7, 8
# rows of `curves` (float64, one column a bar)
EQUITY, CASH, GROSS, NET, TRADED, N_CURVES = 0, 1, 2, 3, 4, 5
# rows of the outputs
FILL_ROW, FILL_SYMBOL, FILL_SIDE, FILL_REASON, FILL_DECIDED, N_FILL_INTS = 0, 1, 2, 3, 4, 5
FILL_UNITS, FILL_PRICE, FILL_COMMISSION, FILL_DUTY, FILL_SLIPPAGE, N_FILL_FLOATS = 0, 1, 2, 3, 4, 5
TRADE_SYMBOL, TRADE_SIDE, TRADE_ENTRY, TRADE_EXIT, TRADE_REASON, TRADE_BARS, N_TRADE_INTS = 0, 1, 2, 3, 4, 5, 6
TRADE_UNITS, TRADE_IN, TRADE_OUT, TRADE_FEES, TRADE_PNL, TRADE_MFE, TRADE_MAE, N_TRADE_FLOATS = 0, 1, 2, 3, 4, 5, 6, 7
REJECT_ROW, REJECT_SYMBOL, REJECT_SIDE, REJECT_REASON, REJECT_DECIDED, N_REJECT_INTS = 0, 1, 2, 3, 4, 5
# why a fill happened, why an order was rejected: indices into the names of trades.py
BY_SIGNAL, BY_STOP, BY_TARGET, BY_REBALANCE, BY_MARGIN = 0, 1, 2, 3, 4
NO_CASH, TOO_SMALL, NO_SIZE, BAD_PRICE = 0, 1, 2, 3
LONG_SIDE, SHORT_SIDE = 1, 2
NOTHING, STOP, TARGET = 0, 1, 2  # levels that a bar reached, as bits
# amounts below this share of equity are rounding, not orders
DUST = 1e-9


class Run(NamedTuple):
    """How a run is configured: the ``modes`` and ``rates`` named above."""

    modes: Ints
    rates: Vector


class Book(NamedTuple):
    """The account: state per symbol, cash, counters, and the buffers that what happens is written to."""

    state: Panel
    marks: Ints
    cash: Vector
    counts: Ints
    curves: Panel
    fill_ints: Ints
    fill_floats: Panel
    trade_ints: Ints
    trade_floats: Panel
    reject_ints: Ints


def opened(n_bars: int, n_symbols: int, cash: float, room: int) -> Book:
    """A fresh account with room for about ``room`` fills."""
    counts = np.zeros(N_COUNTS, dtype=np.int64)
    counts[RUIN_ROW] = -1
    return Book(
        np.zeros((N_STATE, n_symbols)),
        np.zeros((N_MARKS, n_symbols), dtype=np.int64),
        np.array([cash]),
        counts,
        np.zeros((N_CURVES, n_bars)),
        np.zeros((N_FILL_INTS, room), dtype=np.int64),
        np.zeros((N_FILL_FLOATS, room)),
        np.zeros((N_TRADE_INTS, room), dtype=np.int64),
        np.zeros((N_TRADE_FLOATS, room)),
        np.zeros((N_REJECT_INTS, room), dtype=np.int64),
    )


def grown(book: Book) -> Book:
    """The same account with twice the room."""
    return book._replace(
        fill_ints=np.hstack((book.fill_ints, np.zeros_like(book.fill_ints))),
        fill_floats=np.hstack((book.fill_floats, np.zeros_like(book.fill_floats))),
        trade_ints=np.hstack((book.trade_ints, np.zeros_like(book.trade_ints))),
        trade_floats=np.hstack((book.trade_floats, np.zeros_like(book.trade_floats))),
        reject_ints=np.hstack((book.reject_ints, np.zeros_like(book.reject_ints))),
    )
