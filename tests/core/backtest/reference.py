"""A slow engine in plain Python, written from the rules and not from the kernels; the tests compare the two."""

import math
from dataclasses import dataclass, field


@dataclass
class Position:
    units: float
    price: float
    fees: float
    entry_row: int
    bars: int = 0
    highs: list = field(default_factory=list)
    lows: list = field(default_factory=list)


@dataclass
class Order:
    row: int
    side: int = 0  # where the account wants to stand: +1, 0, −1
    size: float = math.nan
    weight: float | None = None


class Reference:
    """``bars[row][symbol]`` is (open, high, low, close) or None; ``signals[row][symbol]`` a set of words."""

    def __init__(
        self,
        bars,
        *,
        signals=None,
        sizes=None,
        weights=None,
        cash=100_000.0,
        commission=0.0,
        slippage=0.0,
        stamp_duty=0.0,
        stop=None,
        target=None,
        stops_from="entry_bar",
        size=("percent", 1.0),
        whole=False,
        short=False,
        fill="next_open",
    ):
        self.bars, self.signals, self.sizes, self.weights = bars, signals, sizes, weights
        self.cash, self.commission, self.slippage, self.stamp_duty = cash, commission, slippage, stamp_duty
        self.stop, self.target, self.stops_from = stop, target, stops_from
        self.size, self.whole, self.short, self.fill_mode = size, whole, short, fill
        self.n = len(bars[0])
        self.positions, self.orders, self.last, self.blocked = {}, {}, {}, set()
        self.trades, self.rejected, self.equity = [], [], []
        self.ambiguous = self.both = 0

    # ---------------------------------------------------------------- one fill
    def trade(self, row, symbol, change, price, reason, worsened=True):
        if worsened:
            price *= 1 + self.slippage if change > 0 else 1 - self.slippage
        value = abs(change) * price
        fees = value * self.commission + (value * self.stamp_duty if change < 0 else 0.0)
        self.cash -= change * price + fees
        held = self.positions.get(symbol)
        if held is None:
            self.positions[symbol] = Position(change, price, fees, row)
            self.blocked.discard((symbol, 1 if change > 0 else -1))
        elif held.units * change > 0:
            total = abs(held.units) + abs(change)
            held.price = (held.price * abs(held.units) + price * abs(change)) / total
            held.units += change
            held.fees += fees
        else:
            part = min(abs(change) / abs(held.units), 1.0)
            side = 1 if held.units > 0 else -1
            entry_fees = held.fees * part
            high, low = max([*held.highs, price]), min([*held.lows, price])
            best, worst = (high, low) if side > 0 else (low, high)
            self.trades.append(
                {
                    "symbol": symbol,
                    "side": side,
                    "units": abs(change),
                    "entry": held.entry_row,
                    "entry_price": held.price,
                    "exit": row,
                    "exit_price": price,
                    "fees": entry_fees + fees,
                    "pnl": side * abs(change) * (price - held.price) - entry_fees - fees,
                    "reason": reason,
                    "bars": held.bars,
                    "mfe": side * (best / held.price - 1),
                    "mae": side * (worst / held.price - 1),
                }
            )
            held.fees -= entry_fees
            held.units += change
            if part == 1.0:
                del self.positions[symbol]

    # ---------------------------------------------------------------- orders due
    def price(self, row, symbol, which):
        bar = self.bars[row][symbol]
        return None if bar is None else bar[which]

    def worth(self, row, which):
        total, shorts = self.cash, 0.0
        for symbol, held in sorted(self.positions.items()):
            price = self.price(row, symbol, which)
            price = self.last[symbol] if price is None else price
            total += held.units * price
            if held.units < 0:
                shorts += -held.units * price
        longs = sum(
            held.units * (self.price(row, s, which) if self.price(row, s, which) is not None else self.last[s])
            for s, held in sorted(self.positions.items())
            if held.units > 0
        )
        return total, total - longs - shorts

    def due(self, row, which):
        return [s for s in sorted(self.orders) if self.bars[row][s] is not None]

    def settle(self, row, which):
        if self.weights is not None:
            self.settle_weights(row, which)
        else:
            self.settle_signals(row, which)

    def settle_signals(self, row, which):  # noqa: C901
        entries = []
        for symbol in self.due(row, which):
            order = self.orders.pop(symbol)
            held = self.positions.get(symbol)
            if held is not None and held.units * order.side <= 0:
                self.trade(row, symbol, -held.units, self.price(row, symbol, which), "signal")
                held = None
            if held is None and order.side:
                entries.append((symbol, order))
        if not entries:
            return
        equity, power = self.worth(row, which)
        plans = []
        for symbol, order in entries:
            raw = self.price(row, symbol, which)
            price = raw * (1 + self.slippage * order.side)
            unit_cost = price * (1 + self.commission + (self.stamp_duty if order.side < 0 else 0.0))
            kind, number = self.size
            number = order.size if kind == "weights" else number
            plans.append([symbol, order.side, raw, unit_cost, kind, number])
        spent = sum(p[5] * equity for p in plans if p[4] != "fixed" and p[5] > 0 and equity > 0)
        factor = max(power, 0.0) / spent if spent > max(power, 0.0) else 1.0
        left = power
        for symbol, side, raw, unit_cost, kind, number in plans:
            if not number > 0:
                self.rejected.append((row, symbol, "no_size"))
                continue
            if kind == "fixed":
                units = number
                if units * unit_cost > left + 1e-9 * abs(equity):
                    self.rejected.append((row, symbol, "cash"))
                    continue
            else:
                if equity <= 0 or number * equity * factor <= 1e-9 * abs(equity):
                    self.rejected.append((row, symbol, "cash"))
                    continue
                units = number * equity * factor / unit_cost
            if self.whole:
                units = math.floor(units + 1e-9)
                if units == 0:
                    self.rejected.append((row, symbol, "too_small"))
                    continue
            left -= units * unit_cost
            self.trade(row, symbol, side * units, raw, "signal")

    def settle_weights(self, row, which):
        equity = max(self.worth(row, which)[0], 0.0)
        buys = []
        for symbol in self.due(row, which):
            order = self.orders.pop(symbol)
            price = self.price(row, symbol, which)
            held = self.positions[symbol].units if symbol in self.positions else 0.0
            change = -held if order.weight == 0 else order.weight * equity / price - held
            if change == 0 or (order.weight != 0 and equity > 0 and abs(change) * price <= 1e-9 * equity):
                continue
            if change > 0:
                buys.append((symbol, change, price))
            else:
                self.towards(row, symbol, change, price)
        need = sum(change * price * (1 + self.slippage) * (1 + self.commission) for _, change, price in buys)
        factor = max(self.cash, 0.0) / need if buys and need > self.cash else 1.0
        for symbol, change, price in buys:
            if change * factor * price <= 1e-9 * equity:
                self.rejected.append((row, symbol, "cash"))
            else:
                self.towards(row, symbol, change * factor, price)

    def towards(self, row, symbol, change, price):
        held = self.positions[symbol].units if symbol in self.positions else 0.0
        if self.whole and change != -held:
            whole = math.floor(abs(change) + 1e-9)
            if whole == 0:
                self.rejected.append((row, symbol, "too_small"))
                return
            change = math.copysign(whole, change)
        if held * change < 0 and abs(change) > abs(held):
            self.trade(row, symbol, -held, price, "rebalance")
            change += held
        self.trade(row, symbol, change, price, "rebalance")

    # ---------------------------------------------------------------- the rest of a bar
    def protect(self, row):  # noqa: C901
        for symbol in sorted(self.positions):
            bar, held = self.bars[row][symbol], self.positions[symbol]
            if bar is None or (self.stops_from == "next_bar" and held.entry_row == row):
                continue
            first, high, low, _ = bar
            long = held.units > 0
            stop = target = None
            if self.stop:
                level = held.price * (1 - self.stop if long else 1 + self.stop)
                if (low <= level) if long else (high >= level):
                    stop = min(first, level) if long else max(first, level)
            if self.target:
                level = held.price * (1 + self.target if long else 1 - self.target)
                if (high >= level) if long else (low <= level):
                    target = max(first, level) if long else min(first, level)
            if stop is None and target is None:
                continue
            self.ambiguous += stop is not None and target is not None
            self.blocked.add((symbol, 1 if long else -1))
            order = self.orders.get(symbol)
            if order is not None:
                wish = order.side if order.weight is None else order.weight
                if not wish * held.units < 0:
                    del self.orders[symbol]
            if stop is not None:
                self.trade(row, symbol, -held.units, stop, "stop_loss")
            else:
                self.trade(row, symbol, -held.units, target, "take_profit", worsened=False)

    def decide(self, row):  # noqa: C901
        if self.weights is not None:
            for symbol, weight in enumerate(self.weights[row]):
                if not math.isnan(weight):
                    self.orders[symbol] = Order(row, weight=weight)
            return
        for symbol in range(self.n):
            if self.bars[row][symbol] is None:
                continue
            words = self.signals[row][symbol]
            earlier = [r for r in range(row) if self.bars[r][symbol] is not None]
            before = self.signals[earlier[-1]][symbol] if earlier else set()

            def on(word, side, words=words, before=before, symbol=symbol):
                return word in words and ((symbol, side) not in self.blocked or word not in before)

            entry, leave = on("entry", 1), "exit" in words
            down, cover = self.short and on("short_entry", -1), self.short and "short_exit" in words
            held = self.positions.get(symbol)
            want = None
            if held is None:
                long, short = entry and not leave, down and not cover
                self.both += long and short
                if long != short:
                    want = 1 if long else -1
            elif held.units > 0:
                want = -1 if down else 0 if leave else None
            else:
                want = 1 if entry else 0 if cover else None
            if want is not None:
                size = self.sizes[row][symbol] if self.sizes is not None else math.nan
                self.orders[symbol] = Order(row, side=want, size=size)

    def run(self):  # noqa: C901
        lost = False
        last_row = len(self.bars) - 1
        for row, bars in enumerate(self.bars):
            for symbol, held in self.positions.items():
                if bars[symbol] is not None:
                    held.bars += 1
            if lost:
                for symbol in sorted(self.positions):
                    if bars[symbol] is not None:
                        self.trade(row, symbol, -self.positions[symbol].units, bars[symbol][0], "margin")
            else:
                if self.fill_mode == "next_open":
                    self.settle(row, 0)
                self.protect(row)
                if self.fill_mode == "close" and row < last_row:
                    self.decide(row)
                if self.fill_mode != "next_open":
                    self.settle(row, 3)
            for symbol, bar in enumerate(bars):
                if bar is not None:
                    self.last[symbol] = bar[3]
            self.equity.append(self.cash + sum(p.units * self.last[s] for s, p in sorted(self.positions.items())))
            for symbol, held in self.positions.items():
                if bars[symbol] is not None:
                    held.highs.append(bars[symbol][1])
                    held.lows.append(bars[symbol][2])
            if self.equity[-1] <= 0 and not lost:
                lost, self.orders = True, {}
            elif self.fill_mode != "close" and row < last_row and not lost:
                self.decide(row)
        for symbol, held in sorted(self.positions.items()):
            side = 1 if held.units > 0 else -1
            best, worst = (max(held.highs), min(held.lows)) if side > 0 else (min(held.lows), max(held.highs))
            self.trades.append(
                {
                    "symbol": symbol,
                    "side": side,
                    "units": abs(held.units),
                    "entry": held.entry_row,
                    "bars": held.bars,
                    "entry_price": held.price,
                    "exit": None,
                    "exit_price": None,
                    "fees": held.fees,
                    "reason": None,
                    "pnl": held.units * (self.last[symbol] - held.price) - held.fees,
                    "mfe": side * (best / held.price - 1),
                    "mae": side * (worst / held.price - 1),
                }
            )
        self.trades.sort(key=lambda t: (t["entry"], t["symbol"], -1 if t["exit"] is None else t["exit"]))
        return self
