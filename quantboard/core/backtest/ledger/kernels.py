"""What a fill does to the account, what an order costs, and what the account is worth at a price.

The bar loop of the folder above calls these. Fees, entry costs and excursions are kept here and nowhere else.
"""

import numpy as np

from quantboard.core.arrays import Panel
from quantboard.core.backtest.ledger import book as at
from quantboard.core.backtest.ledger.book import Book, Market, Run
from quantboard.core.jit import part


@part
def slipped(t: int, n: int, change: float, raw: float, run: Run, market: Market) -> float:
    """The price of a market order: ``raw`` worsened by rate, half the spread, impact and volatility."""
    share = run.rates[at.SLIPPAGE]
    if run.modes[at.RICH_SLIPPAGE]:
        if raw > 0.0:
            share += 0.5 * run.rates[at.SPREAD] / raw
        if run.rates[at.IMPACT] > 0.0 and market.volume[t, n] > 0.0:
            share += run.rates[at.IMPACT] * abs(change) / market.volume[t, n]
        if run.rates[at.VOLATILITY] > 0.0 and market.sigma[t, n] > 0.0:
            share += run.rates[at.VOLATILITY] * market.sigma[t, n]
        share = min(share, 0.99)
    return raw * (1.0 + share) if change > 0.0 else raw * (1.0 - share)


@part
def tier_rate(value: float, run: Run) -> float:
    """The commission rate of an order of this value: that of the highest tier that it reaches."""
    rate = run.rates[at.COMMISSION]
    for k in range(run.tiers.shape[0]):
        if value >= run.tiers[k, 0]:
            rate = run.tiers[k, 1]
    return rate


@part
def commission_of(value: float, units: float, run: Run) -> float:
    """Rate, then per share, then at least the minimum, then per order."""
    if not run.modes[at.RICH_FEES]:
        return value * run.rates[at.COMMISSION]
    variable = value * tier_rate(value, run) + units * run.rates[at.PER_SHARE]
    return max(variable, run.rates[at.MINIMUM]) + run.rates[at.PER_ORDER]


@part
def cost_of(t: int, n: int, change: float, raw: float, slips: bool, run: Run, market: Market) -> float:
    """What an order takes from the buying power: value and fees, whichever its side."""
    price = slipped(t, n, change, raw, run, market) if slips else raw
    value = abs(change) * price
    duty = value * run.rates[at.STAMP_DUTY] if change < 0.0 else 0.0
    return value + commission_of(value, abs(change), run) + duty


@part
def affordable(t: int, n: int, side: int, raw: float, slips: bool, budget: float, run: Run, market: Market) -> float:
    """Units whose cost is ``budget``, fees included; the impact is that of ``budget / raw`` units, a little more."""
    price = slipped(t, n, side * budget / raw, raw, run, market) if slips else raw
    duty = run.rates[at.STAMP_DUTY] if side < 0 else 0.0
    if not run.modes[at.RICH_FEES]:
        return budget / (price * (1.0 + (run.rates[at.COMMISSION] + duty)))
    left = budget - run.rates[at.PER_ORDER]
    rate = tier_rate(budget, run)
    while True:
        units = left / (price * (1.0 + rate + duty) + run.rates[at.PER_SHARE])
        if units * price * rate + units * run.rates[at.PER_SHARE] < run.rates[at.MINIMUM]:
            units = (left - run.rates[at.MINIMUM]) / (price * (1.0 + duty))
        lower = tier_rate(units * price, run)
        if lower <= rate:
            return max(units, 0.0)
        rate = lower


@part
def fill(
    t: int, n: int, change: float, raw: float, slips: bool, reason: int, run: Run, market: Market, book: Book
) -> None:
    """Buy or sell ``|change|`` units at ``raw``, worsened by slippage if ``slips``: cash, position, trade, fill."""
    price = slipped(t, n, change, raw, run, market) if slips else raw
    amount = abs(change)
    value = amount * price
    commission = commission_of(value, amount, run)
    duty = value * run.rates[at.STAMP_DUTY] if change < 0.0 else 0.0
    fees = commission + duty
    book.cash[0] = book.cash[0] - change * price - fees
    if run.modes[at.LIMITED]:
        note_use(t, n, change, market, book)
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
        book.state[at.PEAK, n] = price
        book.state[at.UNITS, n] = change
        if market.range.shape[0] > 1:
            book.state[at.RANGE, n] = market.range[book.marks[at.DECIDED, n], n]
    elif (held > 0.0) == (change > 0.0):
        book.state[at.AVERAGE, n] = (book.state[at.AVERAGE, n] * abs(held) + price * amount) / (abs(held) + amount)
        book.state[at.ENTRY_FEES, n] += fees
        book.state[at.UNITS, n] = held + change
    else:
        close_part(t, n, amount, price, fees, reason, book)
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


@part
def close_part(t: int, n: int, amount: float, price: float, fees: float, reason: int, book: Book) -> None:
    """Take ``amount`` units off a position: one trade, with its share of the entry's fees."""
    held = book.state[at.UNITS, n]
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
    book.state[at.UNITS, n] = 0.0 if whole else held - sign * amount


@part
def note_use(t: int, n: int, change: float, market: Market, book: Book) -> None:
    """Remember what was traded on this bar, and what was bought in this session."""
    if book.marks[at.USED_ROW, n] != t:
        book.marks[at.USED_ROW, n] = t
        book.state[at.USED, n] = 0.0
    book.state[at.USED, n] += abs(change)
    if change > 0.0:
        if book.marks[at.LOCK_DAY, n] != market.days[t]:
            book.marks[at.LOCK_DAY, n] = market.days[t]
            book.state[at.LOCKED, n] = 0.0
        book.state[at.LOCKED, n] += change


@part
def reject(t: int, n: int, side: int, reason: int, book: Book) -> None:
    """Count an order that could not be filled; the first ones are listed."""
    k = book.counts[at.N_REJECTED]
    if k < book.reject_ints.shape[1]:
        book.reject_ints[at.REJECT_ROW, k] = t
        book.reject_ints[at.REJECT_SYMBOL, k] = n
        book.reject_ints[at.REJECT_SIDE, k] = side
        book.reject_ints[at.REJECT_REASON, k] = reason
        book.reject_ints[at.REJECT_DECIDED, k] = book.marks[at.DECIDED, n]
    book.counts[at.N_REJECTED] = k + 1
    book.counts[at.REFUSED + reason] += 1


@part
def tell(t: int, n: int, side: int, reason: int, book: Book) -> None:
    """Note it once for each decision: an order that waits is not listed again on every bar."""
    label = book.marks[at.DECIDED, n] * 16 + reason
    if book.marks[at.TOLD, n] != label:
        book.marks[at.TOLD, n] = label
        reject(t, n, side, reason, book)


@part
def allowed(t: int, n: int, change: float, raw: float, run: Run, market: Market, book: Book) -> tuple[float, int]:
    """How many of the units the market's rules let through at ``raw`` on this bar, and what holds the rest back."""
    amount, why = abs(change), -1
    band, before = market.band[n], book.state[at.LAST, n]
    if band > 0.0 and before > 0.0:
        edge = 0.5 * run.rates[at.TICK] + 1e-9
        if change > 0.0 and raw >= before * (1.0 + band) - edge:
            return 0.0, at.LIMIT_UP
        if change < 0.0 and raw <= before * (1.0 - band) + edge:
            return 0.0, at.LIMIT_DOWN
    held = book.state[at.UNITS, n]
    if run.modes[at.T_PLUS_1] and change < 0.0 and held > 0.0 and book.marks[at.LOCK_DAY, n] == market.days[t]:
        free = max(held - book.state[at.LOCKED, n], 0.0)
        if amount > free:
            amount, why = free, at.SAME_SESSION
    if market.volume.shape[0] > 1:
        volume = market.volume[t, n]
        if volume < run.rates[at.MIN_VOLUME]:
            return 0.0, at.THIN
        if run.rates[at.MAX_VOLUME] > 0.0 and volume >= 0.0:
            used = book.state[at.USED, n] if book.marks[at.USED_ROW, n] == t else 0.0
            cap = max(run.rates[at.MAX_VOLUME] * volume - used, 0.0)
            if amount > cap:
                lot = run.rates[at.LOT]
                amount, why = np.floor(cap / lot + at.DUST) * lot if lot > 0.0 else cap, at.NO_VOLUME
    return amount, why


@part
def account(t: int, prices: Panel, run: Run, book: Book) -> tuple[float, float]:
    """Equity at ``prices`` (no bar: last close), and the buying power: leverage × equity − gross exposure."""
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
    return equity, power + (run.rates[at.LEVERAGE] - 1.0) * equity
