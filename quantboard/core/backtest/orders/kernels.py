"""Orders that are due: closes first, then entries sized on what is left; or positions moved towards target weights."""

import numpy as np

from quantboard.core.arrays import Panel
from quantboard.core.backtest.ledger import book as at
from quantboard.core.backtest.ledger.book import Book, Market, Run
from quantboard.core.backtest.ledger.kernels import account, affordable, allowed, cost_of, fill, reject, tell
from quantboard.core.jit import part


@part
def drop(n: int, book: Book) -> None:
    """Forget the waiting order of a symbol."""
    if book.marks[at.ORDER, n] != at.NO_ORDER:
        book.marks[at.ORDER, n] = at.NO_ORDER
        book.state[at.REST, n] = 0.0
        book.counts[at.N_WAITING] -= 1


@part
def place(t: int, n: int, order: int, book: Book) -> None:
    """Let an order wait; it replaces what waited before."""
    if book.marks[at.ORDER, n] == at.NO_ORDER:
        book.counts[at.N_WAITING] += 1
    book.marks[at.ORDER, n] = order
    book.marks[at.DECIDED, n] = t
    book.marks[at.LEAVES_BY, n] = at.BY_SIGNAL
    book.state[at.REST, n] = 0.0


@part
def leave(t: int, n: int, raw: float, slips: bool, reason: int, run: Run, market: Market, book: Book) -> bool:
    """Close a position as far as the market's rules allow; whether all of it went."""
    held = book.state[at.UNITS, n]
    amount, why = abs(held), -1
    if run.modes[at.LIMITED]:
        amount, why = allowed(t, n, -held, raw, run, market, book)
        if why >= 0:
            tell(t, n, -1 if held > 0.0 else 1, why, book)
    if amount > 0.0:
        fill(t, n, -amount if held > 0.0 else amount, raw, slips, reason, run, market, book)
    return book.state[at.UNITS, n] == 0.0


@part
def entry_price(t: int, n: int, side: int, prices: Panel, market: Market, book: Book) -> float:
    """At what an entry fills on this bar: the market's price, or its limit or stop; NaN when that is not reached."""
    kind, level = book.marks[at.TRIGGER_KIND, n], book.state[at.TRIGGER, n]
    first = prices[t, n]
    if kind == at.AT_MARKET or np.isnan(first):
        return first
    below = (kind == at.AT_LIMIT) == (side > 0)  # a buying limit and a selling stop wait for lower prices
    if (first <= level) if below else (first >= level):
        return first
    if (market.low[t, n] <= level) if below else (market.high[t, n] >= level):
        return level
    return np.nan


@part
def close_due(t: int, prices: Panel, run: Run, market: Market, book: Book) -> bool:
    """The closing part of what is due; whether an entry is due too."""
    opens = False
    delay = 0 if run.modes[at.FILL] == at.SAME_CLOSE else 1
    for n in range(prices.shape[1]):
        order = book.marks[at.ORDER, n]
        if order == at.NO_ORDER or np.isnan(prices[t, n]):
            continue
        is_plain = book.marks[at.TRIGGER_KIND, n] == at.AT_MARKET and book.state[at.REST, n] == 0.0
        is_first = book.marks[at.LEAVES_BY, n] == at.BY_SIGNAL and not is_told(n, book)
        if is_plain and is_first and t - book.marks[at.DECIDED, n] > delay:
            book.counts[at.LATE] += 1
        held = book.state[at.UNITS, n]
        leaves = (held > 0.0 and order != at.GO_LONG) or (held < 0.0 and order != at.GO_SHORT)
        if leaves and not leave(t, n, prices[t, n], at.SLIPS, book.marks[at.LEAVES_BY, n], run, market, book):
            continue
        held = book.state[at.UNITS, n]
        if order == at.GO_FLAT or (held != 0.0 and not may_add(n, run, book)):
            drop(n, book)
        else:
            opens = True
    return opens


@part
def is_told(n: int, book: Book) -> bool:
    """Whether the reason why the present order waits is listed already."""
    return book.marks[at.TOLD, n] // 16 == book.marks[at.DECIDED, n]


@part
def may_add(n: int, run: Run, book: Book) -> bool:
    """Whether an entry may add to the position: units of an earlier one still wait, or pyramiding leaves room."""
    return book.state[at.REST, n] > 0.0 or book.marks[at.ENTRIES, n] < run.modes[at.PYRAMIDING]


@part
def opens_now(t: int, n: int, prices: Panel, book: Book) -> bool:
    """Whether a waiting order may open or add here: it is no exit, and nothing of the other side is left to close."""
    order, held = book.marks[at.ORDER, n], book.state[at.UNITS, n]
    fits = (order == at.GO_LONG and held >= 0.0) or (order == at.GO_SHORT and held <= 0.0)
    return fits and not np.isnan(prices[t, n])


@part
def drop_beyond_holdings(t: int, prices: Panel, wanted_strength: Panel, run: Run, market: Market, book: Book) -> None:
    """More entries than places: the strongest keep theirs, ties by column."""
    n_symbols = prices.shape[1]
    free = run.modes[at.MAX_HOLDINGS]
    for n in range(n_symbols):
        if book.state[at.UNITS, n] != 0.0:
            free -= 1
    for n in range(n_symbols):
        book.state[at.CHANGE, n] = 0.0  # 1 = has its place
    while True:
        best, best_strength = -1, -np.inf
        for n in range(n_symbols):
            if book.state[at.CHANGE, n] != 0.0 or book.state[at.UNITS, n] != 0.0 or not opens_now(t, n, prices, book):
                continue
            side = 1 if book.marks[at.ORDER, n] == at.GO_LONG else -1
            if np.isnan(entry_price(t, n, side, prices, market, book)):
                continue
            strength = 0.0
            if wanted_strength.shape[0] > 1:
                strength = wanted_strength[book.marks[at.DECIDED, n], n]
                if np.isnan(strength):
                    strength = -np.inf
            if best < 0 or strength > best_strength:
                best, best_strength = n, strength
        if best < 0:
            return
        book.state[at.CHANGE, best] = 1.0
        if free > 0:
            free -= 1
        else:
            reject(t, best, 1 if book.marks[at.ORDER, best] == at.GO_LONG else -1, at.HOLDINGS_FULL, book)
            drop(best, book)


@part
def settle_signals(t: int, prices: Panel, strength: Panel, run: Run, market: Market, book: Book) -> None:
    """Orders from signals that are due at ``prices``: closes first, then entries sized on what is left."""
    if not close_due(t, prices, run, market, book):
        return
    n_symbols = prices.shape[1]
    if run.modes[at.MAX_HOLDINGS] > 0:
        drop_beyond_holdings(t, prices, strength, run, market, book)
    equity, power = account(t, prices, run, book)
    n_shares = 0
    if run.modes[at.SIZING] == at.EQUAL:
        for n in range(n_symbols):
            waits = book.marks[at.ORDER, n] != at.NO_ORDER and not np.isnan(prices[t, n])
            if waits or book.state[at.UNITS, n] != 0.0:
                n_shares += 1
    asked = 0.0
    # what each entry may cost
    for n in range(n_symbols):
        if not opens_now(t, n, prices, book):
            continue
        side = 1 if book.marks[at.ORDER, n] == at.GO_LONG else -1
        book.state[at.CHANGE, n] = 0.0
        raw = entry_price(t, n, side, prices, market, book)
        if np.isnan(raw):
            continue
        if book.state[at.REST, n] > 0.0:
            power -= keep_rest(t, n, side, raw, power, run, market, book)
            continue
        size = size_of(n, n_shares, run, book)
        if run.modes[at.SIZING] != at.FIXED and size > 0.0 and equity > 0.0:
            book.state[at.CHANGE, n] = within_weight(n, size * equity, equity, raw, run, book)
            asked += book.state[at.CHANGE, n]
    left = power
    share = max(power, 0.0) / asked if asked > max(power, 0.0) else 1.0
    for n in range(n_symbols):
        if not opens_now(t, n, prices, book):
            continue
        side = 1 if book.marks[at.ORDER, n] == at.GO_LONG else -1
        raw = entry_price(t, n, side, prices, market, book)
        if np.isnan(raw):
            if run.modes[at.ORDERS_LAPSE]:
                reject(t, n, side, at.NOT_REACHED, book)
                drop(n, book)
        elif book.state[at.REST, n] > 0.0:
            execute(t, n, side, raw, book.state[at.REST, n], run, market, book)
        else:
            left = enter(t, n, side, raw, equity, left, size_of(n, n_shares, run, book), share, run, market, book)


@part
def keep_rest(t: int, n: int, side: int, raw: float, power: float, run: Run, market: Market, book: Book) -> float:
    """What the rest of an entry may cost: it is cut to the buying power, or dropped when that pays nothing of it."""
    rest, lot = book.state[at.REST, n], run.rates[at.LOT]
    cost = cost_of(t, n, side * rest, raw, at.SLIPS, run, market)
    if cost <= power * (1.0 + at.DUST):
        return cost
    tell(t, n, side, at.NO_CASH, book)
    rest = affordable(t, n, side, raw, at.SLIPS, power, run, market) if power > 0.0 and raw > 0.0 else 0.0
    if lot > 0.0:
        rest = np.floor(rest / lot + at.DUST) * lot
    if not rest > 0.0:
        drop(n, book)
        return 0.0
    book.state[at.REST, n] = rest
    return cost_of(t, n, side * rest, raw, at.SLIPS, run, market)


@part
def size_of(n: int, n_shares: int, run: Run, book: Book) -> float:
    """Units or fraction of equity that an entry asks for."""
    if run.modes[at.SIZING] == at.PANEL:
        return book.state[at.ASKED, n]
    if run.modes[at.SIZING] == at.EQUAL:
        return run.rates[at.LEVERAGE] / n_shares if n_shares > 0 else 0.0
    return run.rates[at.SIZE]


@part
def within_weight(n: int, budget: float, equity: float, raw: float, run: Run, book: Book) -> float:
    """The budget, cut so that the position stays within the greatest weight."""
    most = run.rates[at.MAX_WEIGHT]
    if most <= 0.0:
        return budget
    room = max(most * equity - abs(book.state[at.UNITS, n]) * raw, 0.0)
    if budget > room:
        book.counts[at.N_CUT] += 1
        return room
    return budget


@part
def enter(
    t: int,
    n: int,
    side: int,
    raw: float,
    equity: float,
    left: float,
    size: float,
    share: float,
    run: Run,
    market: Market,
    book: Book,
) -> float:
    """One entry, whole or rejected; what is left of the buying power."""
    slips = book.marks[at.TRIGGER_KIND, n] != at.AT_LIMIT
    why = -1
    units = 0.0
    if not size > 0.0:
        why = at.NO_SIZE
    elif not raw > 0.0:
        why = at.BAD_PRICE
    elif run.modes[at.SIZING] == at.FIXED:
        units = size
        if run.rates[at.MAX_WEIGHT] > 0.0:
            units = min(units, within_weight(n, units * raw, equity, raw, run, book) / raw)
        if cost_of(t, n, side * units, raw, slips, run, market) > left + at.DUST * abs(equity):
            why = at.NO_CASH
    else:
        budget = book.state[at.CHANGE, n] * share
        if budget <= at.DUST * abs(equity):
            why = at.NO_CASH
        else:
            units = affordable(t, n, side, raw, slips, budget, run, market)
    lot = run.rates[at.LOT]
    if why < 0 and lot > 0.0:
        units = np.floor(units / lot + at.DUST) * lot
    if why < 0 and not units > 0.0:
        why = at.TOO_SMALL
    if why >= 0:
        reject(t, n, side, why, book)
        drop(n, book)
        return left
    cost = cost_of(t, n, side * units, raw, slips, run, market)
    book.marks[at.ENTRIES, n] = book.marks[at.ENTRIES, n] + 1 if book.state[at.UNITS, n] != 0.0 else 1
    execute(t, n, side, raw, units, run, market, book)
    return left - cost


@part
def execute(t: int, n: int, side: int, raw: float, units: float, run: Run, market: Market, book: Book) -> None:
    """Fill an entry as far as the market's rules allow; the rest waits for the next bar's volume, or is dropped."""
    slips = book.marks[at.TRIGGER_KIND, n] != at.AT_LIMIT
    amount, rest = units, 0.0
    if run.modes[at.LIMITED]:
        amount, why = allowed(t, n, side * units, raw, run, market, book)
        if why >= 0:
            tell(t, n, side, why, book)
            if why == at.NO_VOLUME and not run.modes[at.DROPS_REST]:
                rest = units - amount
    if amount > 0.0:
        fill(t, n, side * amount, raw, slips, at.BY_SIGNAL, run, market, book)
        if run.modes[at.TRIGGERED] and raw != market.open[t, n]:
            book.marks[at.INSIDE, n] = 2 * t + (0 if slips else 1)
    if rest > 0.0:
        book.state[at.REST, n] = rest
        book.marks[at.TRIGGER_KIND, n] = at.AT_MARKET
    else:
        drop(n, book)
