"""The bar loop: what the market does inside one bar, for signals and for target weights alike.

Everything is serial, explicit and in a fixed order, so that a result is the same bits everywhere. State lives in
small arrays that the caller owns, hence the loop can stop after any bar and go on later without changing a bit.
The rows of these arrays are named in ``book.py``; their columns are symbols, bars, fills, trades or rejections.
"""

import numpy as np
from numba import types

from quantboard.core.backtest.ledger import book as at
from quantboard.core.backtest.ledger.book import Book, Market, Run, Wish
from quantboard.core.backtest.orders.kernels import drop, place, settle_signals
from quantboard.core.backtest.protection.kernels import close_all, close_gone, leave_in_time, liquidate, protect
from quantboard.core.backtest.rebalancing.kernels import settle_weights
from quantboard.core.jit import COUNT, READ, READ_PANEL, WRITE, WRITE_PANEL, kernel, part

READ_CODES = types.Array(types.int8, 2, "C", readonly=True)
READ_INTS = types.Array(types.int64, 1, "C", readonly=True)
INTS = types.Array(types.int64, 1, "C")
INT_ROWS = types.Array(types.int64, 2, "C")
RUN = types.NamedTuple((READ_INTS, READ, READ_PANEL), Run)
MARKET = types.NamedTuple((*[READ_PANEL] * 9, READ, READ_INTS, READ_INTS), Market)
WISH = types.NamedTuple((READ_CODES, *[READ_PANEL] * 4), Wish)
BOOK = types.NamedTuple(
    (
        *(WRITE_PANEL, INT_ROWS, WRITE, INTS, WRITE_PANEL, WRITE_PANEL),
        *(INT_ROWS, WRITE_PANEL, INT_ROWS, WRITE_PANEL, INT_ROWS),
    ),
    Book,
)


@part
def decide(t: int, n: int, wish: Wish, run: Run, market: Market, book: Book) -> None:
    """Levels read on a bar of the symbol → at most one waiting order."""
    code = int(wish.codes[t, n])
    blocked = book.marks[at.BLOCKED, n]
    before = 0
    if blocked != 0:
        # fresh = false on the symbol's bar before
        row = t - 1
        while row >= 0 and np.isnan(market.close[row, n]):
            row -= 1
        before = int(wish.codes[row, n]) if row >= 0 else 0
    shorts = run.modes[at.SHORT] != 0
    entry = (code & 1) != 0 and ((blocked & at.LONG_SIDE) == 0 or (before & 1) == 0)
    leaves = (code & 2) != 0
    short_entry = shorts and (code & 4) != 0 and ((blocked & at.SHORT_SIDE) == 0 or (before & 4) == 0)
    short_leaves = shorts and (code & 8) != 0
    held = book.state[at.UNITS, n]
    waits = book.marks[at.ORDER, n]
    adds = book.marks[at.ENTRIES, n] < run.modes[at.PYRAMIDING] and waits == at.NO_ORDER
    order = at.NO_ORDER
    if held == 0.0:
        buys = entry and not leaves
        sells = short_entry and not short_leaves
        if buys and sells:
            book.counts[at.BOTH_SIDES] += 1
        elif buys:
            order = at.GO_LONG
        elif sells:
            order = at.GO_SHORT
        elif (waits == at.GO_LONG and leaves) or (waits == at.GO_SHORT and short_leaves):
            drop(n, book)
    elif held > 0.0:
        if short_entry:
            order = at.GO_SHORT
        elif leaves:
            order = at.GO_FLAT
        elif entry and adds:
            order = at.GO_LONG
    elif entry:
        order = at.GO_LONG
    elif short_leaves:
        order = at.GO_FLAT
    elif short_entry and adds:
        order = at.GO_SHORT
    if order == at.NO_ORDER or (order == at.GO_FLAT and waits == at.GO_FLAT):
        return
    place(t, n, order, book)
    if run.modes[at.SIZING] == at.PANEL:
        book.state[at.ASKED, n] = wish.numbers[t, n]
    if run.modes[at.TRIGGERED] and order != at.GO_FLAT:
        set_trigger(t, n, wish, book)


@part
def set_trigger(t: int, n: int, wish: Wish, book: Book) -> None:
    """An entry with a limit or a stop price waits for it; without one it goes at the market."""
    book.marks[at.TRIGGER_KIND, n] = at.AT_MARKET
    if wish.limits.shape[0] > 1 and not np.isnan(wish.limits[t, n]):
        book.marks[at.TRIGGER_KIND, n] = at.AT_LIMIT
        book.state[at.TRIGGER, n] = wish.limits[t, n]
    elif wish.stops.shape[0] > 1 and not np.isnan(wish.stops[t, n]):
        book.marks[at.TRIGGER_KIND, n] = at.AT_STOP
        book.state[at.TRIGGER, n] = wish.stops[t, n]


@part
def decide_all(t: int, wish: Wish, run: Run, market: Market, book: Book) -> None:
    """What the strategy wants after this bar. NaN weights leave a symbol as it is, an older order included."""
    if run.modes[at.WEIGHTED]:
        for n in range(wish.numbers.shape[1]):
            weight = wish.numbers[t, n]
            if not np.isnan(weight) and market.gone[n] != t:
                place(t, n, at.GO_WEIGHT, book)
                book.state[at.ASKED, n] = weight
    else:
        for n in range(wish.codes.shape[1]):
            if wish.codes[t, n] != 0 and not np.isnan(market.close[t, n]) and market.gone[n] != t:
                decide(t, n, wish, run, market, book)


@part
def mark(t: int, run: Run, market: Market, book: Book) -> tuple[float, float]:
    """Value everything at the close, charge what holding costs; equity and gross exposure."""
    gross = 0.0
    net = 0.0
    equity = book.cash[0]
    funding = 0.0
    for n in range(market.close.shape[1]):
        close = market.close[t, n]
        if not np.isnan(close):
            book.state[at.LAST, n] = close
        units = book.state[at.UNITS, n]
        book.positions[t, n] = units
        if units != 0.0:
            value = units * book.state[at.LAST, n]
            equity += value
            net += value
            gross += abs(value)
            if not np.isnan(close):
                book.state[at.HIGHEST, n] = max(book.state[at.HIGHEST, n], market.high[t, n])
                book.state[at.LOWEST, n] = min(book.state[at.LOWEST, n], market.low[t, n])
                peak = book.state[at.PEAK, n]
                book.state[at.PEAK, n] = max(peak, close) if units > 0.0 else min(peak, close)
                if market.funding.shape[0] > 1 and not np.isnan(market.funding[t, n]):
                    funding -= value * market.funding[t, n]
    if run.modes[at.FINANCED]:
        shorts = 0.5 * (net - gross)  # value of short positions, at most 0
        own = book.cash[0] + shorts  # the proceeds of short sales are collateral
        paid = funding + run.rates[at.BORROW] * shorts
        paid += run.rates[at.INTEREST] * own if own > 0.0 else run.rates[at.BORROW] * own
        book.cash[0] += paid
        equity += paid
        book.curves[at.FINANCING, t] = paid
    book.curves[at.EQUITY, t] = equity
    book.curves[at.CASH, t] = book.cash[0]
    book.curves[at.GROSS, t] = gross
    book.curves[at.NET, t] = net
    return equity, gross


@part
def forget_orders(book: Book) -> None:
    """No order survives the account."""
    for n in range(book.marks.shape[1]):
        drop(n, book)


@kernel(takes=(COUNT, COUNT, RUN, MARKET, WISH, BOOK), is_bare=True)
def simulate(start: int, stop: int, run: Run, market: Market, wish: Wish, book: Book) -> int:
    """Run the bars ``start`` to ``stop``; returns the first bar not run: before ``stop`` if a buffer is nearly full."""
    n_bars, n_symbols = market.close.shape
    fill_mode = run.modes[at.FILL]
    room = min(book.fill_ints.shape[1], book.trade_ints.shape[1]) - at.FILLS_A_BAR * n_symbols
    has_gone = False
    for n in range(n_symbols):
        has_gone = has_gone or market.gone[n] >= 0
    for t in range(start, stop):
        if book.counts[at.N_FILLS] > room:
            return t
        for n in range(n_symbols):
            if not np.isnan(market.close[t, n]):
                book.marks[at.SEEN, n] += 1
        ruined = book.counts[at.RUIN_ROW] >= 0
        called = book.counts[at.CALLED_ROW] >= 0
        # 1 open: what was decided earlier
        if ruined:
            liquidate(t, book.counts[at.RUIN_ROW], run, market, book)
        elif called:
            if liquidate(t, book.counts[at.CALLED_ROW], run, market, book):
                book.counts[at.CALLED_ROW] = -1
        else:
            if run.modes[at.MAX_BARS] > 0:
                leave_in_time(t, run, market, book)
            if fill_mode == at.NEXT_OPEN and book.counts[at.N_WAITING] > 0:
                if run.modes[at.WEIGHTED]:
                    settle_weights(t, market.open, run, market, book)
                else:
                    settle_signals(t, market.open, wish.strength, run, market, book)
        # 2 protective exits
        if run.modes[at.GUARDED] and not ruined:
            for n in range(n_symbols):
                if book.state[at.UNITS, n] != 0.0 and not np.isnan(market.close[t, n]):
                    protect(t, n, run, market, book)
        # 3 the close: what disappears, then fills at the close; a decision on the last bar never fills
        if has_gone:
            close_gone(t, run, market, book)
        if fill_mode != at.NEXT_OPEN and not ruined:
            if fill_mode == at.SAME_CLOSE and t < n_bars - 1:
                decide_all(t, wish, run, market, book)
            if book.counts[at.N_WAITING] > 0:
                if run.modes[at.WEIGHTED]:
                    settle_weights(t, market.close, run, market, book)
                else:
                    settle_signals(t, market.close, wish.strength, run, market, book)
        if run.modes[at.CLOSE_AT_END] and t == n_bars - 1:
            close_all(t, market.close, run, market, book)
        equity, gross = mark(t, run, market, book)
        if ruined:
            continue
        if equity <= 0.0:
            book.counts[at.RUIN_ROW] = t
            forget_orders(book)
        elif equity < run.rates[at.MAINTENANCE] * gross and t < n_bars - 1:
            book.counts[at.CALLED_ROW] = t
            book.counts[at.N_CALLS] += 1
            forget_orders(book)
        # 4 decision for the next bar
        elif fill_mode != at.SAME_CLOSE and t < n_bars - 1:
            decide_all(t, wish, run, market, book)
    return stop
