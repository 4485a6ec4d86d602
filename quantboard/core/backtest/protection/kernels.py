"""Exits that no signal asks for: stops, targets, trailing and time exits, margin calls, symbols that disappear."""

import numpy as np

from quantboard.core.arrays import Panel
from quantboard.core.backtest.ledger import book as at
from quantboard.core.backtest.ledger.book import Book, Market, Run
from quantboard.core.backtest.ledger.kernels import fill
from quantboard.core.backtest.orders.kernels import drop, leave, place
from quantboard.core.jit import part


@part
def level_of(kind: int, amount: float, sign: float, t: int, n: int, market: Market, book: Book) -> float:
    """A price ``amount`` away from the entry, up with ``sign`` +1; NaN = none. A mean counts once it was passed."""
    entry = book.state[at.AVERAGE, n]
    if kind == at.BY_PERCENT:
        return entry * (1.0 + sign * amount)
    if kind == at.BY_ATR:
        return entry + sign * amount * book.state[at.RANGE, n]
    if kind == at.BY_AMOUNT:
        return entry + sign * amount / abs(book.state[at.UNITS, n])
    level = market.average[t - 1, n] if t > 0 else np.nan
    return level if (level - book.state[at.LAST, n]) * sign > 0.0 else np.nan


@part
def stop_of(t: int, n: int, run: Run, market: Market, book: Book) -> tuple[float, int]:
    """The stop that is nearest to the price, fixed or trailing, and its reason; NaN = none."""
    sign = -1.0 if book.state[at.UNITS, n] > 0.0 else 1.0
    level = np.nan
    if run.rates[at.STOP_LOSS] > 0.0:
        level = level_of(run.modes[at.STOP_KIND], run.rates[at.STOP_LOSS], sign, t, n, market, book)
    if run.rates[at.TRAILING] > 0.0:
        peak = book.state[at.PEAK, n]
        if run.modes[at.TRAIL_KIND] == at.BY_ATR:
            trail = peak + sign * run.rates[at.TRAILING] * book.state[at.RANGE, n]
        else:
            trail = peak * (1.0 + sign * run.rates[at.TRAILING])
        if not np.isnan(trail) and (np.isnan(level) or (level - trail) * sign > 0.0):
            return trail, at.BY_TRAILING
    return level, at.BY_STOP


@part
def protect(t: int, n: int, run: Run, market: Market, book: Book) -> None:
    """Close a position whose level lies in the bar; both in one bar: by rule, and the bar is counted."""
    if run.modes[at.NEXT_BAR_STOPS] and book.marks[at.ENTRY_ROW, n] == t:
        return
    first, high, low = market.open[t, n], market.high[t, n], market.low[t, n]
    is_long = book.state[at.UNITS, n] > 0.0
    stop, reason = stop_of(t, n, run, market, book)
    target = np.nan
    if run.rates[at.TAKE_PROFIT] > 0.0:
        sign = 1.0 if is_long else -1.0
        target = level_of(run.modes[at.TARGET_KIND], run.rates[at.TAKE_PROFIT], sign, t, n, market, book)
    stopped = low <= stop if is_long else high >= stop
    gained = high >= target if is_long else low <= target
    if run.modes[at.TRIGGERED] and book.marks[at.INSIDE, n] // 2 == t:
        # bought or sold inside the bar: its open came before, and what else did is not known
        first, last = book.state[at.TRIGGER, n], market.close[t, n]
        hoped = run.modes[at.BOTH_RULE] == at.OPTIMISTIC
        if book.marks[at.INSIDE, n] % 2 == 1:  # at a limit: the price came from the target's side
            gained = gained and (hoped or (last >= target if is_long else last <= target))
        elif hoped:  # at a stop: it came from the side of the stop-loss
            stopped = stopped and (last <= stop if is_long else last >= stop)
    if stopped and gained:
        book.counts[at.AMBIGUOUS] += 1
        if takes_target(first, stop, target, is_long, run.modes[at.BOTH_RULE]):
            stopped = False
    if stopped:
        price = min(first, stop) if is_long else max(first, stop)
        close_early(t, n, price, at.SLIPS, reason, run, market, book)
    elif gained:
        price = max(first, target) if is_long else min(first, target)
        close_early(t, n, price, at.EXACT, at.BY_TARGET, run, market, book)


@part
def takes_target(first: float, stop: float, target: float, is_long: bool, rule: int) -> bool:
    """Which of two levels in one bar came first: the stop, the target, or the one nearer to the open (a tie: stop)."""
    if rule != at.ADAPTIVE:
        return rule == at.OPTIMISTIC
    to_stop = max(first - stop, 0.0) if is_long else max(stop - first, 0.0)
    to_target = max(target - first, 0.0) if is_long else max(first - target, 0.0)
    return to_target < to_stop


@part
def close_early(t: int, n: int, price: float, slips: bool, reason: int, run: Run, market: Market, book: Book) -> None:
    """Leave a position without a decision; its side is blocked until a fresh signal. What cannot go yet waits."""
    is_long = book.state[at.UNITS, n] > 0.0
    order = book.marks[at.ORDER, n]
    wish = book.state[at.ASKED, n]
    if is_long:
        book.marks[at.BLOCKED, n] |= at.LONG_SIDE
        turns = order == at.GO_SHORT or (order == at.GO_WEIGHT and wish < 0.0)
    else:
        book.marks[at.BLOCKED, n] |= at.SHORT_SIDE
        turns = order == at.GO_LONG or (order == at.GO_WEIGHT and wish > 0.0)
    decided = book.marks[at.DECIDED, n]
    book.marks[at.DECIDED, n] = t
    is_out = leave(t, n, price, slips, reason, run, market, book)
    book.marks[at.DECIDED, n] = decided
    # an order that still waits wanted the side that is gone: it goes too, unless it turns the side
    if not turns:
        drop(n, book)
        if not is_out:
            place(t, n, at.GO_FLAT, book)
            book.marks[at.LEAVES_BY, n] = reason


@part
def leave_in_time(t: int, run: Run, market: Market, book: Book) -> None:
    """Time exits: at the open of the k-th bar after entry, unless an order that is due then decides already."""
    for n in range(market.open.shape[1]):
        if book.state[at.UNITS, n] == 0.0 or np.isnan(market.open[t, n]):
            continue
        if book.marks[at.SEEN, n] - book.marks[at.ENTRY_SEEN, n] < run.modes[at.MAX_BARS]:
            continue
        order = book.marks[at.ORDER, n]
        adds = order == (at.GO_LONG if book.state[at.UNITS, n] > 0.0 else at.GO_SHORT)
        if order == at.NO_ORDER or adds or run.modes[at.FILL] != at.NEXT_OPEN:
            close_early(t, n, market.open[t, n], at.SLIPS, at.BY_TIME, run, market, book)


@part
def liquidate(t: int, row: int, run: Run, market: Market, book: Book) -> bool:
    """The account is lost or called, decided at ``row``: close everything at this open; whether all of it went."""
    is_out = True
    for n in range(market.open.shape[1]):
        if book.state[at.UNITS, n] != 0.0:
            if np.isnan(market.open[t, n]):
                is_out = False
            else:
                book.marks[at.DECIDED, n] = row
                fill(t, n, -book.state[at.UNITS, n], market.open[t, n], at.SLIPS, at.BY_MARGIN, run, market, book)
    return is_out


@part
def close_gone(t: int, run: Run, market: Market, book: Book) -> None:
    """Positions in symbols that have their last bar now are closed at its close."""
    for n in range(market.gone.shape[0]):
        if market.gone[n] == t:
            drop(n, book)
            if book.state[at.UNITS, n] != 0.0:
                book.marks[at.DECIDED, n] = t
                book.counts[at.N_DELISTED] += 1
                fill(t, n, -book.state[at.UNITS, n], market.close[t, n], at.SLIPS, at.BY_DELISTING, run, market, book)


@part
def close_all(t: int, close: Panel, run: Run, market: Market, book: Book) -> None:
    """The end of the data, where the run wants to be flat."""
    for n in range(close.shape[1]):
        if book.state[at.UNITS, n] != 0.0 and not np.isnan(close[t, n]):
            book.marks[at.DECIDED, n] = t
            fill(t, n, -book.state[at.UNITS, n], close[t, n], at.SLIPS, at.BY_END, run, market, book)
