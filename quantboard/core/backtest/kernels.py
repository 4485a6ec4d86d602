"""The bar loop: what the market does inside one bar, for signals and for target weights alike.

Everything is serial, explicit and in a fixed order, so that a result is the same bits everywhere. State lives in
small arrays that the caller owns, hence the loop can stop after any bar and go on later without changing a bit.
The rows of these arrays are named in ``book.py``; their columns are symbols, bars, fills, trades or rejections.
"""

import numpy as np
from numba import types

from quantboard.core.arrays import Codes, Panel, Vector
from quantboard.core.backtest.ledger import book as at
from quantboard.core.backtest.ledger.book import Book, Ints, Run
from quantboard.core.backtest.ledger.kernels import account, fill, reject
from quantboard.core.jit import COUNT, READ, READ_PANEL, WRITE, WRITE_PANEL, kernel

READ_CODES = types.Array(types.int8, 2, "C", readonly=True)
READ_INTS = types.Array(types.int64, 1, "C", readonly=True)
INTS = types.Array(types.int64, 1, "C")
INT_ROWS = types.Array(types.int64, 2, "C")
SIMULATES = (
    *(COUNT, COUNT),
    *(READ_PANEL, READ_PANEL, READ_PANEL, READ_PANEL, READ_CODES, READ_PANEL),
    *(READ_INTS, READ),
    *(WRITE_PANEL, INT_ROWS, WRITE, INTS, WRITE_PANEL, WRITE_PANEL),
    *(INT_ROWS, WRITE_PANEL, INT_ROWS, WRITE_PANEL, INT_ROWS),
)


@kernel
def settle_signals(t: int, prices: Panel, run: Run, book: Book) -> None:
    """Orders from signals that are due at ``prices``: closes first, then entries sized on what is left."""
    n_symbols = prices.shape[1]
    opens = False
    for n in range(n_symbols):
        order = book.marks[at.ORDER, n]
        if order == at.NO_ORDER or np.isnan(prices[t, n]):
            continue
        if t - book.marks[at.DECIDED, n] > (0 if run.modes[at.FILL] == at.SAME_CLOSE else 1):
            book.counts[at.LATE] += 1
        held = book.state[at.UNITS, n]
        if (held > 0.0 and order != at.GO_LONG) or (held < 0.0 and order != at.GO_SHORT):
            fill(t, n, -held, prices[t, n], True, at.BY_SIGNAL, run, book)
        if order == at.GO_FLAT or book.state[at.UNITS, n] != 0.0:
            book.marks[at.ORDER, n] = at.NO_ORDER
            book.counts[at.N_WAITING] -= 1
        else:
            opens = True
    if not opens:
        return
    equity, power = account(t, prices, book)
    left = power
    asked = 0.0
    # what each entry may cost
    for n in range(n_symbols):
        if book.marks[at.ORDER, n] == at.NO_ORDER or np.isnan(prices[t, n]):
            continue
        size = book.state[at.ASKED, n] if run.modes[at.SIZING] == at.PANEL else run.rates[at.SIZE]
        if run.modes[at.SIZING] == at.FIXED or not size > 0.0 or not equity > 0.0:
            book.state[at.CHANGE, n] = 0.0
        else:
            book.state[at.CHANGE, n] = size * equity
            asked += size * equity
    share = 1.0
    if asked > power:
        share = max(power, 0.0) / asked
    for n in range(n_symbols):
        order = book.marks[at.ORDER, n]
        if order == at.NO_ORDER or np.isnan(prices[t, n]):
            continue
        book.marks[at.ORDER, n] = at.NO_ORDER
        book.counts[at.N_WAITING] -= 1
        side = 1 if order == at.GO_LONG else -1
        size = book.state[at.ASKED, n] if run.modes[at.SIZING] == at.PANEL else run.rates[at.SIZE]
        fee = run.rates[at.COMMISSION] if side > 0 else run.rates[at.COMMISSION] + run.rates[at.STAMP_DUTY]
        cost = prices[t, n] * (1.0 + side * run.rates[at.SLIPPAGE]) * (1.0 + fee)
        if not size > 0.0:
            reject(t, n, side, at.NO_SIZE, book)
            continue
        if not cost > 0.0:
            reject(t, n, side, at.BAD_PRICE, book)
            continue
        if run.modes[at.SIZING] == at.FIXED:
            units = size
            if units * cost > left + at.DUST * abs(equity):
                reject(t, n, side, at.NO_CASH, book)
                continue
        else:
            budget = book.state[at.CHANGE, n] * share
            if budget <= at.DUST * abs(equity):
                reject(t, n, side, at.NO_CASH, book)
                continue
            units = budget / cost
        if run.modes[at.WHOLE]:
            units = np.floor(units + at.DUST)
        if not units > 0.0:
            reject(t, n, side, at.TOO_SMALL, book)
            continue
        left -= units * cost
        fill(t, n, side * units, prices[t, n], True, at.BY_SIGNAL, run, book)


@kernel
def rebalance(t: int, n: int, change: float, price: float, run: Run, book: Book) -> None:
    """One order towards a target weight, split where it crosses zero; whole units are floored last."""
    held = book.state[at.UNITS, n]
    if run.modes[at.WHOLE] and change != -held:
        side = 1 if change > 0.0 else -1
        change = side * np.floor(abs(change) + at.DUST)
        if change == 0.0:
            reject(t, n, side, at.TOO_SMALL, book)
            return
    if held != 0.0 and (held > 0.0) != (change > 0.0) and abs(change) > abs(held):
        fill(t, n, -held, price, True, at.BY_REBALANCE, run, book)
        change = change + held
    fill(t, n, change, price, True, at.BY_REBALANCE, run, book)


@kernel
def settle_weights(t: int, prices: Panel, run: Run, book: Book) -> None:
    """Orders towards target weights that are due at ``prices``: sells first, buys shrunk to the cash together."""
    n_symbols = prices.shape[1]
    equity = max(account(t, prices, book)[0], 0.0)
    buys = False
    for n in range(n_symbols):
        price = prices[t, n]
        book.state[at.CHANGE, n] = 0.0
        if book.marks[at.ORDER, n] == at.NO_ORDER or np.isnan(price):
            continue
        if t - book.marks[at.DECIDED, n] > (0 if run.modes[at.FILL] == at.SAME_CLOSE else 1):
            book.counts[at.LATE] += 1
        book.marks[at.ORDER, n] = at.NO_ORDER
        book.counts[at.N_WAITING] -= 1
        weight = book.state[at.ASKED, n]
        if weight != 0.0 and not price > 0.0:
            reject(t, n, 1 if weight > 0.0 else -1, at.BAD_PRICE, book)
            continue
        held = book.state[at.UNITS, n]
        change = -held if weight == 0.0 else weight * equity / price - held
        if change == 0.0 or (weight != 0.0 and equity > 0.0 and abs(change) * price <= at.DUST * equity):
            continue
        if change < 0.0:
            rebalance(t, n, change, price, run, book)
        else:
            book.state[at.CHANGE, n] = change
            buys = True
    if not buys:
        return
    asked = 0.0
    for n in range(n_symbols):
        if book.state[at.CHANGE, n] > 0.0:
            asked += (
                book.state[at.CHANGE, n]
                * prices[t, n]
                * (1.0 + run.rates[at.SLIPPAGE])
                * (1.0 + run.rates[at.COMMISSION])
            )
    share = 1.0
    if asked > book.cash[0]:
        share = max(book.cash[0], 0.0) / asked
    for n in range(n_symbols):
        if book.state[at.CHANGE, n] > 0.0:
            change = book.state[at.CHANGE, n] if share == 1.0 else book.state[at.CHANGE, n] * share
            if change * abs(prices[t, n]) <= at.DUST * equity:
                reject(t, n, 1, at.NO_CASH, book)
                continue
            rebalance(t, n, change, prices[t, n], run, book)


@kernel
def reached(held: float, average: float, high: float, low: float, stop: float, target: float) -> int:
    """Which levels of a position lie in the bar's range."""
    levels = at.NOTHING
    if held > 0.0:
        if stop > 0.0 and low <= average * (1.0 - stop):
            levels |= at.STOP
        if target > 0.0 and high >= average * (1.0 + target):
            levels |= at.TARGET
    else:
        if stop > 0.0 and high >= average * (1.0 + stop):
            levels |= at.STOP
        if target > 0.0 and low <= average * (1.0 - target):
            levels |= at.TARGET
    return levels


@kernel
def protect(t: int, n: int, first: float, high: float, low: float, run: Run, book: Book) -> None:
    """Close a position whose level was reached; both in one bar: the stop, and the bar is counted."""
    if run.modes[at.NEXT_BAR_STOPS] and book.marks[at.ENTRY_ROW, n] == t:
        return
    held, average = book.state[at.UNITS, n], book.state[at.AVERAGE, n]
    stop, target = run.rates[at.STOP_LOSS], run.rates[at.TAKE_PROFIT]
    levels = reached(held, average, high, low, stop, target)
    if levels == at.STOP | at.TARGET:
        book.counts[at.AMBIGUOUS] += 1
    stopped = (levels & at.STOP) != 0
    order = book.marks[at.ORDER, n]
    if held > 0.0:
        price = min(first, average * (1.0 - stop)) if stopped else max(first, average * (1.0 + target))
        book.marks[at.BLOCKED, n] |= at.LONG_SIDE
        turns = order == at.GO_SHORT or (order == at.GO_WEIGHT and book.state[at.ASKED, n] < 0.0)
    else:
        price = max(first, average * (1.0 + stop)) if stopped else min(first, average * (1.0 - target))
        book.marks[at.BLOCKED, n] |= at.SHORT_SIDE
        turns = order == at.GO_LONG or (order == at.GO_WEIGHT and book.state[at.ASKED, n] > 0.0)
    decided = book.marks[at.DECIDED, n]
    book.marks[at.DECIDED, n] = t
    fill(t, n, -held, price, stopped, at.BY_STOP if stopped else at.BY_TARGET, run, book)
    book.marks[at.DECIDED, n] = decided
    # an order that still waits for this close wanted the side that is gone: it goes too, unless it turns the side
    if order != at.NO_ORDER and not turns:
        book.marks[at.ORDER, n] = at.NO_ORDER
        book.counts[at.N_WAITING] -= 1


@kernel
def liquidate(t: int, open_: Panel, run: Run, book: Book) -> None:
    """The account is lost: close everything at this open."""
    for n in range(open_.shape[1]):
        if book.state[at.UNITS, n] != 0.0 and not np.isnan(open_[t, n]):
            book.marks[at.DECIDED, n] = book.counts[at.RUIN_ROW]
            fill(t, n, -book.state[at.UNITS, n], open_[t, n], True, at.BY_MARGIN, run, book)


@kernel
def decide(t: int, n: int, close: Panel, codes: Codes, numbers: Panel, run: Run, book: Book) -> None:
    """Levels read on a bar of the symbol → at most one waiting order."""
    code = int(codes[t, n])
    blocked = book.marks[at.BLOCKED, n]
    before = 0
    if blocked != 0:
        # fresh = false on the symbol's bar before
        row = t - 1
        while row >= 0 and np.isnan(close[row, n]):
            row -= 1
        before = int(codes[row, n]) if row >= 0 else 0
    entry = (code & 1) != 0 and ((blocked & at.LONG_SIDE) == 0 or (before & 1) == 0)
    leave = (code & 2) != 0
    short_entry = run.modes[at.SHORT] != 0 and (code & 4) != 0 and ((blocked & at.SHORT_SIDE) == 0 or (before & 4) == 0)
    short_leave = run.modes[at.SHORT] != 0 and (code & 8) != 0
    held = book.state[at.UNITS, n]
    order = at.NO_ORDER
    if held == 0.0:
        buys = entry and not leave
        sells = short_entry and not short_leave
        if buys and sells:
            book.counts[at.BOTH_SIDES] += 1
        elif buys:
            order = at.GO_LONG
        elif sells:
            order = at.GO_SHORT
    elif held > 0.0:
        if short_entry:
            order = at.GO_SHORT
        elif leave:
            order = at.GO_FLAT
    elif entry:
        order = at.GO_LONG
    elif short_leave:
        order = at.GO_FLAT
    if order != at.NO_ORDER:
        if book.marks[at.ORDER, n] == at.NO_ORDER:
            book.counts[at.N_WAITING] += 1
        book.marks[at.ORDER, n] = order
        book.marks[at.DECIDED, n] = t
        if run.modes[at.SIZING] == at.PANEL:
            book.state[at.ASKED, n] = numbers[t, n]


@kernel
def decide_weights(t: int, numbers: Panel, book: Book) -> None:
    """A row of target weights → waiting orders; NaN leaves the symbol as it is, an older order included."""
    for n in range(numbers.shape[1]):
        weight = numbers[t, n]
        if not np.isnan(weight):
            if book.marks[at.ORDER, n] == at.NO_ORDER:
                book.counts[at.N_WAITING] += 1
            book.marks[at.ORDER, n] = at.GO_WEIGHT
            book.marks[at.DECIDED, n] = t
            book.state[at.ASKED, n] = weight


@kernel(takes=SIMULATES)
def simulate(
    start: int,
    stop: int,
    open_: Panel,
    high: Panel,
    low: Panel,
    close: Panel,
    codes: Codes,
    numbers: Panel,
    modes: Ints,
    rates: Vector,
    state: Panel,
    marks: Ints,
    cash: Vector,
    counts: Ints,
    curves: Panel,
    positions: Panel,
    fill_ints: Ints,
    fill_floats: Panel,
    trade_ints: Ints,
    trade_floats: Panel,
    reject_ints: Ints,
) -> int:
    """Run the bars ``start`` to ``stop``; returns the first bar not run: before ``stop`` if a buffer is nearly full."""
    run = Run(modes, rates)
    book = Book(state, marks, cash, counts, curves, fill_ints, fill_floats, trade_ints, trade_floats, reject_ints)
    n_bars, n_symbols = close.shape
    weighted = modes[at.WEIGHTED] != 0
    fill_mode = modes[at.FILL]
    stop_loss, take_profit = rates[at.STOP_LOSS], rates[at.TAKE_PROFIT]
    guarded = stop_loss > 0.0 or take_profit > 0.0
    room = min(fill_ints.shape[1], trade_ints.shape[1]) - 4 * n_symbols
    reject_room = reject_ints.shape[1] - 2 * n_symbols
    for t in range(start, stop):
        if counts[at.N_FILLS] > room or counts[at.N_REJECTED] > reject_room:
            return t
        for n in range(n_symbols):
            if not np.isnan(close[t, n]):
                marks[at.SEEN, n] += 1
        ruined = counts[at.RUIN_ROW] >= 0
        # 1 open: what was decided earlier
        if ruined:
            liquidate(t, open_, run, book)
        elif fill_mode == at.NEXT_OPEN and counts[at.N_WAITING] > 0:
            if weighted:
                settle_weights(t, open_, run, book)
            else:
                settle_signals(t, open_, run, book)
        # 2 protective exits
        if guarded and not ruined:
            for n in range(n_symbols):
                held = state[at.UNITS, n]
                if held != 0.0 and reached(held, state[at.AVERAGE, n], high[t, n], low[t, n], stop_loss, take_profit):
                    protect(t, n, open_[t, n], high[t, n], low[t, n], run, book)
        # fills at the close come after them; a decision on the last bar never fills
        if fill_mode == at.SAME_CLOSE and not ruined and t < n_bars - 1:
            if weighted:
                decide_weights(t, numbers, book)
            else:
                for n in range(n_symbols):
                    if codes[t, n] != 0 and not np.isnan(close[t, n]):
                        decide(t, n, close, codes, numbers, run, book)
        if fill_mode != at.NEXT_OPEN and not ruined and counts[at.N_WAITING] > 0:
            if weighted:
                settle_weights(t, close, run, book)
            else:
                settle_signals(t, close, run, book)
        # 3 mark to market
        equity = cash[0]
        gross = 0.0
        net = 0.0
        for n in range(n_symbols):
            if not np.isnan(close[t, n]):
                state[at.LAST, n] = close[t, n]
            units = state[at.UNITS, n]
            positions[t, n] = units
            if units != 0.0:
                value = units * state[at.LAST, n]
                equity += value
                net += value
                gross += abs(value)
                if not np.isnan(close[t, n]):
                    state[at.HIGHEST, n] = max(state[at.HIGHEST, n], high[t, n])
                    state[at.LOWEST, n] = min(state[at.LOWEST, n], low[t, n])
        curves[at.EQUITY, t] = equity
        curves[at.CASH, t] = cash[0]
        curves[at.GROSS, t] = gross
        curves[at.NET, t] = net
        if equity <= 0.0 and not ruined:
            counts[at.RUIN_ROW] = t
            counts[at.N_WAITING] = 0
            marks[at.ORDER, :] = at.NO_ORDER
            continue
        # 4 decision for the next bar
        if fill_mode != at.SAME_CLOSE and not ruined and t < n_bars - 1:
            if weighted:
                decide_weights(t, numbers, book)
            else:
                for n in range(n_symbols):
                    if codes[t, n] != 0 and not np.isnan(close[t, n]):
                        decide(t, n, close, codes, numbers, run, book)
    return stop
