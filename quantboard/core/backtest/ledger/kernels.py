"""What a fill does to the account, and what the account is worth at a price.

The bar loop of the folder above calls these. Fees, entry costs and excursions are kept here and nowhere else.
"""

import numpy as np

from quantboard.core.arrays import Panel
from quantboard.core.backtest.ledger import book as at
from quantboard.core.backtest.ledger.book import Book, Run
from quantboard.core.jit import kernel


@kernel
def fill(t: int, n: int, change: float, raw: float, slips: bool, reason: int, run: Run, book: Book) -> None:
    """Buy or sell ``|change|`` units at ``raw``, worsened by slippage if ``slips``: cash, position, trade, fill."""
    price = raw
    if slips:
        price = raw * (1.0 + run.rates[at.SLIPPAGE]) if change > 0.0 else raw * (1.0 - run.rates[at.SLIPPAGE])
    amount = abs(change)
    value = amount * price
    commission = value * run.rates[at.COMMISSION]
    duty = value * run.rates[at.STAMP_DUTY] if change < 0.0 else 0.0
    fees = commission + duty
    book.cash[0] = book.cash[0] - change * price - fees
    held = book.state[at.UNITS, n]
    if held == 0.0:
        book.marks[at.ENTRY_ROW, n] = t
        book.marks[at.ENTRY_SEEN, n] = book.marks[at.SEEN, n]
        side = at.LONG_SIDE if change > 0.0 else at.SHORT_SIDE
        book.marks[at.BLOCKED, n] = book.marks[at.BLOCKED, n] & ~side
        book.state[at.AVERAGE, n] = price
        book.state[at.ENTRY_FEES, n] = fees
        book.state[at.HIGHEST, n] = -np.inf
        book.state[at.LOWEST, n] = np.inf
        book.state[at.UNITS, n] = change
    elif (held > 0.0) == (change > 0.0):
        book.state[at.AVERAGE, n] = (book.state[at.AVERAGE, n] * abs(held) + price * amount) / (abs(held) + amount)
        book.state[at.ENTRY_FEES, n] += fees
        book.state[at.UNITS, n] = held + change
    else:
        whole = amount >= abs(held)
        entry_fees = book.state[at.ENTRY_FEES, n] if whole else book.state[at.ENTRY_FEES, n] * (amount / abs(held))
        sign = 1.0 if held > 0.0 else -1.0
        entry = book.state[at.AVERAGE, n]
        highest = max(book.state[at.HIGHEST, n], price)
        lowest = min(book.state[at.LOWEST, n], price)
        k = book.counts[at.N_TRADES]
        book.trade_ints[at.TRADE_SYMBOL, k] = n
        book.trade_ints[at.TRADE_SIDE, k] = 1 if held > 0.0 else -1
        book.trade_ints[at.TRADE_ENTRY, k] = book.marks[at.ENTRY_ROW, n]
        book.trade_ints[at.TRADE_EXIT, k] = t
        book.trade_ints[at.TRADE_REASON, k] = reason
        book.trade_ints[at.TRADE_BARS, k] = book.marks[at.SEEN, n] - book.marks[at.ENTRY_SEEN, n]
        book.trade_floats[at.TRADE_UNITS, k] = amount
        book.trade_floats[at.TRADE_IN, k] = entry
        book.trade_floats[at.TRADE_OUT, k] = price
        book.trade_floats[at.TRADE_FEES, k] = entry_fees + fees
        book.trade_floats[at.TRADE_PNL, k] = sign * amount * (price - entry) - (entry_fees + fees)
        book.trade_floats[at.TRADE_MFE, k] = (highest if held > 0.0 else lowest) / entry * sign - sign
        book.trade_floats[at.TRADE_MAE, k] = (lowest if held > 0.0 else highest) / entry * sign - sign
        book.counts[at.N_TRADES] = k + 1
        book.state[at.ENTRY_FEES, n] -= entry_fees
        book.state[at.UNITS, n] = 0.0 if whole else held + change
    k = book.counts[at.N_FILLS]
    book.fill_ints[at.FILL_ROW, k] = t
    book.fill_ints[at.FILL_SYMBOL, k] = n
    book.fill_ints[at.FILL_SIDE, k] = 1 if change > 0.0 else -1
    book.fill_ints[at.FILL_REASON, k] = reason
    book.fill_ints[at.FILL_DECIDED, k] = book.marks[at.DECIDED, n]
    book.fill_floats[at.FILL_UNITS, k] = amount
    book.fill_floats[at.FILL_PRICE, k] = price
    book.fill_floats[at.FILL_COMMISSION, k] = commission
    book.fill_floats[at.FILL_DUTY, k] = duty
    book.fill_floats[at.FILL_SLIPPAGE, k] = amount * abs(price - raw)
    book.counts[at.N_FILLS] = k + 1
    book.curves[at.TRADED, t] += value


@kernel
def reject(t: int, n: int, side: int, reason: int, book: Book) -> None:
    """Note an order that could not be filled."""
    k = book.counts[at.N_REJECTED]
    book.reject_ints[at.REJECT_ROW, k] = t
    book.reject_ints[at.REJECT_SYMBOL, k] = n
    book.reject_ints[at.REJECT_SIDE, k] = side
    book.reject_ints[at.REJECT_REASON, k] = reason
    book.reject_ints[at.REJECT_DECIDED, k] = book.marks[at.DECIDED, n]
    book.counts[at.N_REJECTED] = k + 1


@kernel
def account(t: int, prices: Panel, book: Book) -> tuple[float, float]:
    """Equity at ``prices`` (no bar: last close), and the buying power that shorts leave (long only: the cash)."""
    equity = book.cash[0]
    power = book.cash[0]
    for n in range(prices.shape[1]):
        units = book.state[at.UNITS, n]
        if units != 0.0:
            price = prices[t, n]
            if np.isnan(price):
                price = book.state[at.LAST, n]
            equity += units * price
            if units < 0.0:
                power += 2.0 * units * price
    return equity, power
