"""The bar loop for the plainest and most frequent run: one symbol, signals, market orders at the next open.

The same rules and the same arithmetic as the general loop, hence the same bits, with the account in registers: 5 ns a
bar instead of 50. Whatever it does not know (see ``fits``) goes to the general loop.
"""

import numpy as np
from numba import types

from quantboard.core.arrays import Codes, Panel, Vector
from quantboard.core.backtest.ledger import book as at
from quantboard.core.backtest.ledger.book import Ints
from quantboard.core.backtest.protection.kernels import takes_target
from quantboard.core.jit import COUNT, READ, READ_PANEL, WRITE, WRITE_PANEL, kernel, part

READ_CODES = types.Array(types.int8, 2, "C", readonly=True)
READ_INTS = types.Array(types.int64, 1, "C", readonly=True)
INTS = types.Array(types.int64, 1, "C")
INT_ROWS = types.Array(types.int64, 2, "C")
TAKES = (
    *(COUNT, COUNT),
    *(READ_PANEL, READ_PANEL, READ_PANEL, READ_PANEL, READ_CODES, READ_PANEL),
    *(READ_INTS, READ),
    *(WRITE_PANEL, INT_ROWS, WRITE, INTS, WRITE_PANEL, WRITE_PANEL),
    *(INT_ROWS, WRITE_PANEL, INT_ROWS, WRITE_PANEL, INT_ROWS),
)


@part
def note_fill(
    k: int, t: int, decided: int, change: float, price: float, raw: float, fees: tuple[float, float], reason: int,
    ints: Ints, floats: Panel,
) -> int:  # fmt: skip
    """Write a fill down; how many there are now."""
    ints[at.FILL_ROW, k] = t
    ints[at.FILL_SYMBOL, k] = 0
    ints[at.FILL_SIDE, k] = 1 if change > 0.0 else -1
    ints[at.FILL_REASON, k] = reason
    ints[at.FILL_DECIDED, k] = decided
    floats[at.FILL_UNITS, k] = abs(change)
    floats[at.FILL_PRICE, k] = price
    floats[at.FILL_COMMISSION, k] = fees[0]
    floats[at.FILL_DUTY, k] = fees[1]
    floats[at.FILL_SLIPPAGE, k] = abs(change) * abs(price - raw)
    return k + 1


@part
def note_trade(
    k: int, held: float, rows: tuple[int, int, int], entry: float, price: float, fees: float,
    extremes: tuple[float, float],
    reason: int, ints: Ints, floats: Panel,
) -> int:  # fmt: skip
    """Write a closed round trip down (entry row, exit row, bars held); how many there are now."""
    sign = 1.0 if held > 0.0 else -1.0
    highest, lowest = max(extremes[0], price), min(extremes[1], price)
    ints[at.TRADE_SYMBOL, k] = 0
    ints[at.TRADE_SIDE, k] = 1 if held > 0.0 else -1
    ints[at.TRADE_ENTRY, k] = rows[0]
    ints[at.TRADE_EXIT, k] = rows[1]
    ints[at.TRADE_REASON, k] = reason
    ints[at.TRADE_BARS, k] = rows[2]
    floats[at.TRADE_UNITS, k] = abs(held)
    floats[at.TRADE_IN, k] = entry
    floats[at.TRADE_OUT, k] = price
    floats[at.TRADE_FEES, k] = fees
    floats[at.TRADE_PNL, k] = sign * abs(held) * (price - entry) - fees
    floats[at.TRADE_MFE, k] = (highest if held > 0.0 else lowest) / entry * sign - sign
    floats[at.TRADE_MAE, k] = (lowest if held > 0.0 else highest) / entry * sign - sign
    return k + 1


@kernel(takes=TAKES, is_bare=True)
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
    cash_: Vector,
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
    commission, slippage, duty = rates[at.COMMISSION], rates[at.SLIPPAGE], rates[at.STAMP_DUTY]
    stop_loss, take_profit, fixed_size, lot = rates[at.STOP_LOSS], rates[at.TAKE_PROFIT], rates[at.SIZE], rates[at.LOT]
    sizing, shorts, rule = modes[at.SIZING], modes[at.SHORT] != 0, modes[at.BOTH_RULE]
    guarded, from_next = modes[at.GUARDED] != 0, modes[at.NEXT_BAR_STOPS] != 0
    buys_at, sells_at = 1.0 + slippage, 1.0 - slippage
    n_bars = close.shape[0]
    room = min(fill_ints.shape[1], trade_ints.shape[1]) - 8
    cash, units, average = cash_[0], state[at.UNITS, 0], state[at.AVERAGE, 0]
    entry_fees, highest, lowest = state[at.ENTRY_FEES, 0], state[at.HIGHEST, 0], state[at.LOWEST, 0]
    peak, asked = state[at.PEAK, 0], state[at.ASKED, 0]
    order, decided, entry_row = marks[at.ORDER, 0], marks[at.DECIDED, 0], marks[at.ENTRY_ROW, 0]
    entry_seen, seen, blocked = marks[at.ENTRY_SEEN, 0], marks[at.SEEN, 0], marks[at.BLOCKED, 0]
    n_fills, n_trades, n_rejected = counts[at.N_FILLS], counts[at.N_TRADES], counts[at.N_REJECTED]
    t = start
    while t < stop:
        if n_fills > room:
            break
        seen += 1
        traded = 0.0
        first = open_[t, 0]
        ruined = counts[at.RUIN_ROW] >= 0
        # 1 open: the closing part of what is due, or the end of a lost account
        if order != at.NO_ORDER or ruined:
            leaves_long = units > 0.0 and (ruined or order != at.GO_LONG)
            leaves_short = units < 0.0 and (ruined or order != at.GO_SHORT)
            if leaves_long or leaves_short:
                price = first * sells_at if units > 0.0 else first * buys_at
                value = abs(units) * price
                paid = value * commission
                taxed = value * duty if units > 0.0 else 0.0
                cash = cash + units * price - (paid + taxed)
                why = at.BY_MARGIN if ruined else at.BY_SIGNAL
                at_row = counts[at.RUIN_ROW] if ruined else decided
                n_trades = note_trade(
                    n_trades, units, (entry_row, t, seen - entry_seen), average, price, entry_fees + (paid + taxed),
                    (highest, lowest), why, trade_ints, trade_floats,
                )  # fmt: skip
                n_fills = note_fill(
                    n_fills, t, at_row, -units, price, first, (paid, taxed), why, fill_ints, fill_floats
                )
                traded += value
                units = 0.0
            # then the entry
            if order != at.NO_ORDER and order != at.GO_FLAT and units == 0.0:
                side = 1 if order == at.GO_LONG else -1
                size = asked if sizing == at.PANEL else fixed_size
                price = first * buys_at if side > 0 else first * sells_at
                fee = commission if side > 0 else commission + duty
                why = -1
                want = 0.0
                if not size > 0.0:
                    why = at.NO_SIZE
                elif not first > 0.0:
                    why = at.BAD_PRICE
                elif sizing == at.FIXED:
                    want = size
                    value = want * price
                    cost = value + value * commission + (value * duty if side < 0 else 0.0)
                    if cost > cash + at.DUST * abs(cash):
                        why = at.NO_CASH
                else:
                    budget = size * cash if cash > 0.0 else 0.0
                    if budget > max(cash, 0.0):
                        budget = budget * (max(cash, 0.0) / budget)
                    if budget <= at.DUST * abs(cash):
                        why = at.NO_CASH
                    else:
                        want = budget / (price * (1.0 + fee))
                if why < 0 and lot > 0.0:
                    want = np.floor(want / lot + at.DUST) * lot
                if why < 0 and not want > 0.0:
                    why = at.TOO_SMALL
                if why >= 0:
                    if n_rejected < reject_ints.shape[1]:
                        reject_ints[at.REJECT_ROW, n_rejected] = t
                        reject_ints[at.REJECT_SYMBOL, n_rejected] = 0
                        reject_ints[at.REJECT_SIDE, n_rejected] = side
                        reject_ints[at.REJECT_REASON, n_rejected] = why
                        reject_ints[at.REJECT_DECIDED, n_rejected] = decided
                    n_rejected += 1
                    counts[at.REFUSED + why] += 1
                else:
                    value = want * price
                    paid = value * commission
                    taxed = value * duty if side < 0 else 0.0
                    units = side * want
                    cash = cash - units * price - (paid + taxed)
                    average, entry_fees, peak = price, paid + taxed, price
                    entry_row, entry_seen = t, seen
                    highest, lowest = -np.inf, np.inf
                    blocked = blocked & ~(at.LONG_SIDE if side > 0 else at.SHORT_SIDE)
                    n_fills = note_fill(
                        n_fills, t, decided, units, price, first, (paid, taxed), at.BY_SIGNAL, fill_ints, fill_floats
                    )
                    traded += value
            order = at.NO_ORDER
        # 2 protective exits
        if guarded and units != 0.0 and not ruined and not (from_next and entry_row == t):
            is_long = units > 0.0
            if is_long:
                stop_level = average * (1.0 - stop_loss) if stop_loss > 0.0 else np.nan
                target_level = average * (1.0 + take_profit) if take_profit > 0.0 else np.nan
                stopped, gained = low[t, 0] <= stop_level, high[t, 0] >= target_level
            else:
                stop_level = average * (1.0 + stop_loss) if stop_loss > 0.0 else np.nan
                target_level = average * (1.0 - take_profit) if take_profit > 0.0 else np.nan
                stopped, gained = high[t, 0] >= stop_level, low[t, 0] <= target_level
            if stopped and gained:
                counts[at.AMBIGUOUS] += 1
                if takes_target(first, stop_level, target_level, is_long, rule):
                    stopped = False
            if stopped or gained:
                if stopped:
                    raw = min(first, stop_level) if is_long else max(first, stop_level)
                    price = raw * sells_at if is_long else raw * buys_at
                else:
                    raw = max(first, target_level) if is_long else min(first, target_level)
                    price = raw
                value = abs(units) * price
                paid = value * commission
                taxed = value * duty if is_long else 0.0
                cash = cash + units * price - (paid + taxed)
                why = at.BY_STOP if stopped else at.BY_TARGET
                n_trades = note_trade(
                    n_trades, units, (entry_row, t, seen - entry_seen), average, price, entry_fees + (paid + taxed),
                    (highest, lowest), why, trade_ints, trade_floats,
                )  # fmt: skip
                n_fills = note_fill(n_fills, t, t, -units, price, raw, (paid, taxed), why, fill_ints, fill_floats)
                traded += value
                units = 0.0
                blocked |= at.LONG_SIDE if is_long else at.SHORT_SIDE
        # 3 mark to market
        last = close[t, 0]
        value = units * last
        equity = cash
        gross = 0.0
        if units != 0.0:
            equity = cash + value
            gross = abs(value)
            highest, lowest = max(highest, high[t, 0]), min(lowest, low[t, 0])
            peak = max(peak, last) if units > 0.0 else min(peak, last)
        positions[t, 0] = units
        curves[at.EQUITY, t] = equity
        curves[at.CASH, t] = cash
        curves[at.GROSS, t] = gross
        curves[at.NET, t] = 0.0 if units == 0.0 else value
        curves[at.TRADED, t] = traded
        # 4 decision for the next bar
        code = int(codes[t, 0])
        if equity <= 0.0 and not ruined:
            counts[at.RUIN_ROW] = t
        elif code != 0 and not ruined and t < n_bars - 1:
            before = int(codes[t - 1, 0]) if blocked != 0 and t > 0 else 0
            entry = (code & 1) != 0 and ((blocked & at.LONG_SIDE) == 0 or (before & 1) == 0)
            leaves = (code & 2) != 0
            short_entry = shorts and (code & 4) != 0 and ((blocked & at.SHORT_SIDE) == 0 or (before & 4) == 0)
            short_leaves = shorts and (code & 8) != 0
            if units == 0.0:
                buys = entry and not leaves
                sells = short_entry and not short_leaves
                if buys and sells:
                    counts[at.BOTH_SIDES] += 1
                elif buys:
                    order = at.GO_LONG
                elif sells:
                    order = at.GO_SHORT
            elif units > 0.0:
                if short_entry:
                    order = at.GO_SHORT
                elif leaves:
                    order = at.GO_FLAT
            elif entry:
                order = at.GO_LONG
            elif short_leaves:
                order = at.GO_FLAT
            if order != at.NO_ORDER:
                decided = t
                if sizing == at.PANEL:
                    asked = numbers[t, 0]
        t += 1
    cash_[0], state[at.UNITS, 0], state[at.AVERAGE, 0] = cash, units, average
    state[at.ENTRY_FEES, 0], state[at.HIGHEST, 0], state[at.LOWEST, 0] = entry_fees, highest, lowest
    state[at.PEAK, 0], state[at.ASKED, 0] = peak, asked
    if t > start:
        state[at.LAST, 0] = close[t - 1, 0]
    marks[at.ORDER, 0], marks[at.DECIDED, 0], marks[at.ENTRY_ROW, 0] = order, decided, entry_row
    marks[at.ENTRY_SEEN, 0], marks[at.SEEN, 0], marks[at.BLOCKED, 0] = entry_seen, seen, blocked
    counts[at.N_FILLS], counts[at.N_TRADES], counts[at.N_REJECTED] = n_fills, n_trades, n_rejected
    counts[at.N_WAITING] = 1 if order != at.NO_ORDER else 0
    return t
