"""Positions moved towards target weights that are due: sells first, then buys that share the cash."""

import numpy as np

from quantboard.core.arrays import Panel
from quantboard.core.backtest.ledger import book as at
from quantboard.core.backtest.ledger.book import Book, Market, Run
from quantboard.core.backtest.ledger.kernels import account, affordable, allowed, cost_of, fill, reject, tell
from quantboard.core.backtest.orders.kernels import drop, is_told, leave
from quantboard.core.jit import part


@part
def towards(t: int, n: int, change: float, price: float, run: Run, market: Market, book: Book) -> bool:
    """One order towards a target weight, split where it crosses zero; false: something of it has to wait."""
    held = book.state[at.UNITS, n]
    lot = run.rates[at.LOT]
    side = 1 if change > 0.0 else -1
    if lot > 0.0 and change != -held:
        change = side * np.floor(abs(change) / lot + at.DUST) * lot
        if change == 0.0:
            reject(t, n, side, at.TOO_SMALL, book)
            return True
    if held != 0.0 and (held > 0.0) != (change > 0.0) and abs(change) >= abs(held):
        if not leave(t, n, price, at.SLIPS, at.BY_REBALANCE, run, market, book):
            return False
        change = change + held
        if change == 0.0:
            return True
    reduces = book.state[at.UNITS, n] * change < 0.0
    amount, why = abs(change), -1
    if run.modes[at.LIMITED]:
        amount, why = allowed(t, n, change, price, run, market, book)
        if why >= 0:
            tell(t, n, side, why, book)
    if amount > 0.0:
        fill(t, n, side * amount, price, at.SLIPS, at.BY_REBALANCE, run, market, book)
    return not (why >= 0 and (reduces or (why == at.NO_VOLUME and not run.modes[at.DROPS_REST])))


@part
def settle_weights(t: int, prices: Panel, run: Run, market: Market, book: Book) -> None:
    """Orders towards target weights that are due at ``prices``: sells first, buys shrunk to the cash together."""
    n_symbols = prices.shape[1]
    equity = max(account(t, prices, run, book)[0], 0.0)
    delay = 0 if run.modes[at.FILL] == at.SAME_CLOSE else 1
    buys = False
    for n in range(n_symbols):
        book.state[at.CHANGE, n] = 0.0
        if book.marks[at.ORDER, n] == at.NO_ORDER or np.isnan(prices[t, n]):
            continue
        price = prices[t, n]
        if book.marks[at.ORDER, n] == at.GO_FLAT:  # the rest of a protective exit
            if leave(t, n, price, at.SLIPS, book.marks[at.LEAVES_BY, n], run, market, book):
                drop(n, book)
            continue
        if t - book.marks[at.DECIDED, n] > delay and not is_told(n, book):
            book.counts[at.LATE] += 1
        weight = book.state[at.ASKED, n]
        if weight != 0.0 and not price > 0.0:
            reject(t, n, 1 if weight > 0.0 else -1, at.BAD_PRICE, book)
            drop(n, book)
            continue
        held = book.state[at.UNITS, n]
        change = -held if weight == 0.0 else weight * equity / price - held
        is_dust = weight != 0.0 and equity > 0.0 and abs(change) * price <= at.DUST * equity
        if weight != 0.0 and abs(change) * price < run.rates[at.TRADE_BAND] * equity:
            is_dust = True
        if change == 0.0 or is_dust:
            drop(n, book)
        elif change < 0.0:
            if towards(t, n, change, price, run, market, book):
                drop(n, book)
        else:
            book.state[at.CHANGE, n] = change
            buys = True
    if buys:
        buy_towards(t, prices, equity, run, market, book)


@part
def buy_towards(t: int, prices: Panel, equity: float, run: Run, market: Market, book: Book) -> None:
    """The buys of a rebalance: all shrink by one factor when cash is short, or the smallest go first."""
    n_symbols = prices.shape[1]
    limit = book.cash[0] + (run.rates[at.LEVERAGE] - 1.0) * equity
    asked, fixed = 0.0, 0.0
    for n in range(n_symbols):
        if book.state[at.CHANGE, n] > 0.0:
            asked += cost_of(t, n, book.state[at.CHANGE, n], prices[t, n], at.SLIPS, run, market)
            if run.modes[at.RICH_FEES]:
                fixed += run.rates[at.PER_ORDER]
    share = 1.0
    if asked > limit and not run.modes[at.SEQUENTIAL]:
        share = max(limit - fixed, 0.0) / (asked - fixed) if asked > fixed else 0.0
    for k in range(n_symbols):
        n = smallest_buy(t, prices, book) if run.modes[at.SEQUENTIAL] else k
        if n < 0:
            return
        if not book.state[at.CHANGE, n] > 0.0:
            continue
        change = book.state[at.CHANGE, n] if share == 1.0 else book.state[at.CHANGE, n] * share
        book.state[at.CHANGE, n] = 0.0
        price = prices[t, n]
        if run.modes[at.SEQUENTIAL] or run.modes[at.RICH_FEES]:
            left = book.cash[0] + (run.rates[at.LEVERAGE] - 1.0) * equity
            if cost_of(t, n, change, price, at.SLIPS, run, market) > left + at.DUST * equity:
                change = (
                    min(change, affordable(t, n, at.BUYS, price, at.SLIPS, left, run, market)) if left > 0.0 else 0.0
                )
        if change * abs(price) <= at.DUST * equity:
            reject(t, n, at.BUYS, at.NO_CASH, book)
            drop(n, book)
        elif towards(t, n, change, price, run, market, book):
            drop(n, book)


@part
def smallest_buy(t: int, prices: Panel, book: Book) -> int:
    """The symbol whose buy is worth the least; −1 = none is left."""
    best = -1
    for n in range(prices.shape[1]):
        if not book.state[at.CHANGE, n] > 0.0:
            continue
        if best < 0 or book.state[at.CHANGE, n] * prices[t, n] < book.state[at.CHANGE, best] * prices[t, best]:
            best = n
    return best
