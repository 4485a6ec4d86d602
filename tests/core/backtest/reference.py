"""A slow engine in plain Python, written from the rules and not from the kernels; the tests compare the two."""

import math
from dataclasses import dataclass, field

DUST = 1e-9


@dataclass
class Position:
    units: float
    price: float
    fees: float
    entry_row: int
    range: float = math.nan
    bars: int = 0
    entries: int = 1
    highs: list = field(default_factory=list)
    lows: list = field(default_factory=list)
    closes: list = field(default_factory=list)


@dataclass
class Order:
    row: int
    side: int = 0  # where the account wants to stand: +1, 0, −1
    size: float = math.nan
    weight: float | None = None
    kind: str = "market"  # or limit, stop
    level: float = math.nan
    rest: float = 0.0  # units that waited for volume
    reason: str = "signal"  # of a protective exit that could not be filled whole


class Reference:
    """``bars[row][symbol]`` is (open, high, low, close) or None; ``signals[row][symbol]`` a set of words.

    ``more`` are the options of a run; ``outside`` are the tables that rules need: volume, sigma, range, average,
    limit, stop, strength, each ``[row][symbol]``, and ``days`` per row.
    """

    def __init__(self, bars, *, signals=None, sizes=None, weights=None, cash=100_000.0, outside=None, **more):
        self.bars, self.signals, self.sizes, self.weights = bars, signals, sizes, weights
        self.cash, self.outside, self.options = cash, outside or {}, more
        self.n = len(bars[0])
        self.positions, self.orders, self.last, self.blocked = {}, {}, {}, set()
        self.trades, self.rejected, self.equity, self.fills = [], [], [], []
        self.told, self.used, self.bought = {}, {}, {}
        self.inside = {}  # (row, symbol) → (price, kind) of an entry at a trigger price inside the bar
        self.ambiguous = self.both = self.calls = 0
        rows = len(bars)
        self.gone = {}
        for symbol in range(self.n):
            alive = [row for row in range(rows) if bars[row][symbol] is not None]
            if alive and rows - 1 - alive[-1] >= 5:
                self.gone[symbol] = alive[-1]

    def opt(self, name, default=0.0):
        value = self.options.get(name)
        return default if value is None else value

    def table(self, name, row, symbol):
        values = self.outside.get(name)
        return math.nan if values is None or row < 0 else values[row][symbol]

    # ---------------------------------------------------------------- prices and fees
    def worse(self, row, symbol, change, raw):
        share = self.opt("slippage") + self.opt("spread") / 2 / raw
        volume, sigma = self.table("volume", row, symbol), self.table("sigma", row, symbol)
        if self.opt("impact") and volume > 0:
            share += self.opt("impact") * abs(change) / volume
        if self.opt("volatility_slippage") and sigma > 0:
            share += self.opt("volatility_slippage") * sigma
        share = min(share, 0.99) if share > self.opt("slippage") else share
        return raw * (1 + share if change > 0 else 1 - share)

    def rate(self, value):
        found = self.opt("commission")
        for least, rate in self.opt("commission_tiers", ()):
            if value >= least:
                found = rate
        return found

    def commission(self, value, units):
        return max(value * self.rate(value) + units * self.opt("per_share"), self.opt("min_commission")) + self.opt(
            "per_order"
        )

    def cost(self, row, symbol, change, raw, slips=True):
        price = self.worse(row, symbol, change, raw) if slips else raw
        value = abs(change) * price
        return value + self.commission(value, abs(change)) + (value * self.opt("stamp_duty") if change < 0 else 0.0)

    def units_for(self, row, symbol, side, raw, budget, slips=True):
        """The most units that the budget pays, tried under each rate; impact is that of ``budget / raw`` units."""
        price = self.worse(row, symbol, side * budget / raw, raw) if slips else raw

        def cost(units):
            value = units * price
            return value + self.commission(value, units) + (value * self.opt("stamp_duty") if side < 0 else 0.0)

        duty = self.opt("stamp_duty") if side < 0 else 0.0
        left, best = budget - self.opt("per_order"), 0.0
        for rate in [self.opt("commission"), *(rate for _, rate in self.opt("commission_tiers", ()))]:
            whole = left / (price * (1 + rate + duty) + self.opt("per_share"))
            least = (left - self.opt("min_commission")) / (price * (1 + duty))
            best = max([best, *(units for units in (whole, least) if cost(units) <= budget * (1 + 1e-12))])
        return best

    # ---------------------------------------------------------------- what the market lets through
    def lets(self, row, symbol, change, raw):
        bands = dict(self.opt("price_limits", ()))
        band, before = bands.get(symbol, self.opt("price_limit")), self.last.get(symbol)
        edge = self.opt("tick", 0.01) / 2 + 1e-9
        if band and before is not None:
            if change > 0 and raw >= before * (1 + band) - edge:
                return 0.0, "limit_up"
            if change < 0 and raw <= before * (1 - band) + edge:
                return 0.0, "limit_down"
        amount, why = abs(change), None
        held = self.positions.get(symbol)
        if self.opt("t_plus_1", False) and change < 0 and held is not None and held.units > 0:
            day, bought = self.bought.get(symbol, (None, 0.0))
            if day == self.outside["days"][row]:
                free = max(held.units - bought, 0.0)
                if amount > free:
                    amount, why = free, "same_session"
        volume = self.table("volume", row, symbol)
        if volume < self.opt("min_volume"):
            return 0.0, "thin"
        if self.opt("max_volume") and volume >= 0:
            cap = max(self.opt("max_volume") * volume - self.used.get((row, symbol), 0.0), 0.0)
            if amount > cap:
                lot = self.lot()
                amount, why = (math.floor(cap / lot + DUST) * lot if lot else cap), "volume"
        return amount, why

    def lot(self):
        return self.opt("lot") or (1.0 if self.opt("whole_units", False) else 0.0)

    def tell(self, row, symbol, decided, why):
        if self.told.get(symbol) != (decided, why):
            self.told[symbol] = (decided, why)
            self.rejected.append((row, symbol, why))

    # ---------------------------------------------------------------- one fill
    def trade(self, row, symbol, change, raw, reason, slips=True, decided=None):
        price = self.worse(row, symbol, change, raw) if slips else raw
        value = abs(change) * price
        fees = self.commission(value, abs(change)) + (value * self.opt("stamp_duty") if change < 0 else 0.0)
        self.cash -= change * price + fees
        self.used[row, symbol] = self.used.get((row, symbol), 0.0) + abs(change)
        if change > 0 and "days" in self.outside:
            day, bought = self.bought.get(symbol, (None, 0.0))
            today = self.outside["days"][row]
            self.bought[symbol] = (today, change + (bought if day == today else 0.0))
        held = self.positions.get(symbol)
        self.fills.append((row, symbol, change, price, reason))
        if held is None:
            entry_range = self.table("range", decided if decided is not None else row, symbol)
            self.positions[symbol] = Position(change, price, fees, row, entry_range)
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

    def leave(self, row, symbol, raw, reason, decided, slips=True):
        """Close as far as the market allows; whether nothing is left."""
        change = -self.positions[symbol].units
        amount, why = self.lets(row, symbol, change, raw)
        if why:
            self.tell(row, symbol, decided, why)
        if amount > 0:
            self.trade(row, symbol, math.copysign(amount, change), raw, reason, slips)
        return symbol not in self.positions

    # ---------------------------------------------------------------- orders due
    def price(self, row, symbol, which):
        bar = self.bars[row][symbol]
        return None if bar is None else bar[which]

    def worth(self, row, which):
        total, gross = self.cash, 0.0
        for symbol, held in sorted(self.positions.items()):
            price = self.price(row, symbol, which)
            price = self.last[symbol] if price is None else price
            total += held.units * price
            gross += abs(held.units) * price
        return total, self.opt("leverage", 1.0) * total - gross

    def due(self, row, which):
        return [s for s in sorted(self.orders) if self.bars[row][s] is not None]

    def settle(self, row, which):
        if self.weights is not None:
            self.settle_weights(row, which)
        else:
            self.settle_signals(row, which)

    def fills_at(self, row, symbol, order, which):
        bar = self.bars[row][symbol]
        if order.kind == "market":
            return bar[which]
        first, high, low, _ = bar
        if (order.kind == "limit") == (order.side > 0):
            return first if first <= order.level else order.level if low <= order.level else None
        return first if first >= order.level else order.level if high >= order.level else None

    def settle_signals(self, row, which):
        entries = []
        for symbol in self.due(row, which):
            order = self.orders[symbol]
            held = self.positions.get(symbol)
            if held is not None and held.units * order.side <= 0:
                if not self.leave(row, symbol, self.price(row, symbol, which), order.reason, order.row):
                    continue
                held = None
            adds = held is not None and (order.rest > 0 or held.entries < self.opt("pyramiding", 1))
            if order.side and (held is None or adds):
                entries.append(symbol)
            else:
                del self.orders[symbol]
        if not entries:
            return
        if self.opt("max_holdings", 0):
            new = [s for s in entries if s not in self.positions]
            new = [s for s in new if self.fills_at(row, s, self.orders[s], which) is not None]

            def rank(symbol):
                strength = self.table("strength", self.orders[symbol].row, symbol)
                if "strength" not in self.outside:
                    return (0.0, symbol)
                return (math.inf if math.isnan(strength) else -strength, symbol)

            for symbol in sorted(new, key=rank)[max(self.opt("max_holdings") - len(self.positions), 0) :]:
                self.rejected.append((row, symbol, "max_holdings"))
                del self.orders[symbol]
                entries.remove(symbol)
        equity, power = self.worth(row, which)
        live = set(self.positions) | set(self.due(row, which))
        plans, asked = [], 0.0
        for symbol in entries:
            order = self.orders[symbol]
            raw = self.fills_at(row, symbol, order, which)
            if raw is None:
                plans.append((symbol, None, 0.0, 0.0))
                continue
            if order.rest > 0:
                if self.cost(row, symbol, order.side * order.rest, raw) > power * (1 + DUST):
                    self.tell(row, symbol, order.row, "cash")
                    rest = self.units_for(row, symbol, order.side, raw, power) if power > 0 else 0.0
                    order.rest = math.floor(rest / self.lot() + DUST) * self.lot() if self.lot() else rest
                if order.rest > 0:
                    power -= self.cost(row, symbol, order.side * order.rest, raw)
                    plans.append((symbol, raw, order.rest, 0.0))
                else:
                    del self.orders[symbol]
                continue
            kind, number = self.opt("size")
            number = order.size if kind in ("weights", "volatility") else number
            number = self.opt("leverage", 1.0) / len(live) if kind == "equal" else number
            budget = 0.0
            if kind != "fixed" and number > 0 and equity > 0:
                budget = number * equity
                if self.opt("max_weight"):
                    now = abs(self.positions[symbol].units) * raw if symbol in self.positions else 0.0
                    budget = min(budget, max(self.opt("max_weight") * equity - now, 0.0))
                asked += budget
            plans.append((symbol, raw, number, budget))
        factor = max(power, 0.0) / asked if asked > max(power, 0.0) else 1.0
        left = power
        for symbol, raw, number, budget in plans:
            order = self.orders[symbol]
            if raw is None:
                if self.opt("order_life", "gtc") == "bar":
                    self.rejected.append((row, symbol, "not_reached"))
                    del self.orders[symbol]
                continue
            if order.rest > 0:
                self.execute(row, symbol, order, raw, order.rest)
                continue
            units, why = 0.0, None
            slips = order.kind != "limit"
            if not number > 0:
                why = "no_size"
            elif self.opt("size")[0] == "fixed":
                units = number
                if self.opt("max_weight"):
                    now = abs(self.positions[symbol].units) * raw if symbol in self.positions else 0.0
                    units = min(units, max(self.opt("max_weight") * equity - now, 0.0) / raw)
                if self.cost(row, symbol, order.side * units, raw, slips) > left + DUST * abs(equity):
                    why = "cash"
            elif budget * factor <= DUST * abs(equity):
                why = "cash"
            else:
                units = self.units_for(row, symbol, order.side, raw, budget * factor, slips)
            if why is None and self.lot():
                units = math.floor(units / self.lot() + DUST) * self.lot()
            if why is None and units <= 0:
                why = "too_small"
            if why:
                self.rejected.append((row, symbol, why))
                del self.orders[symbol]
                continue
            left -= self.cost(row, symbol, order.side * units, raw, slips)
            if symbol in self.positions:
                self.positions[symbol].entries += 1
            self.execute(row, symbol, order, raw, units)

    def execute(self, row, symbol, order, raw, units):
        amount, why = self.lets(row, symbol, order.side * units, raw)
        if why:
            self.tell(row, symbol, order.row, why)
        if amount > 0:
            entries = self.positions[symbol].entries if symbol in self.positions else 1
            self.trade(row, symbol, order.side * amount, raw, "signal", order.kind != "limit", order.row)
            if order.kind != "market" and raw != self.bars[row][symbol][0]:
                self.inside[row, symbol] = (order.level, order.kind)
            self.positions[symbol].entries = entries
        if why == "volume" and self.opt("volume_rest", "wait") == "wait":
            order.rest, order.kind = units - amount, "market"
        else:
            del self.orders[symbol]

    def settle_weights(self, row, which):
        equity = max(self.worth(row, which)[0], 0.0)
        buys = []
        for symbol in self.due(row, which):
            order = self.orders[symbol]
            price = self.price(row, symbol, which)
            if order.weight is None:  # the rest of a protective exit
                if self.leave(row, symbol, price, order.reason, order.row):
                    del self.orders[symbol]
                continue
            held = self.positions[symbol].units if symbol in self.positions else 0.0
            change = -held if order.weight == 0 else order.weight * equity / price - held
            small = abs(change) * price < self.opt("no_trade_band") * equity
            dust = equity > 0 and abs(change) * price <= DUST * equity
            if change == 0 or (order.weight != 0 and (dust or small)):
                del self.orders[symbol]
            elif change > 0:
                buys.append((symbol, change, price))
            elif self.towards(row, symbol, change, price):
                del self.orders[symbol]
        credit = (self.opt("leverage", 1.0) - 1) * equity
        limit, fixed = self.cash + credit, self.opt("per_order") * len(buys)
        need = sum(self.cost(row, symbol, change, price) for symbol, change, price in buys)
        factor = 1.0
        sequential = self.opt("cash_rule", "proportional") == "sequential"
        if sequential:
            buys.sort(key=lambda buy: buy[1] * buy[2])
        elif buys and need > limit:
            factor = max(limit - fixed, 0.0) / (need - fixed)
        fussy = (
            sequential
            or any(self.opt(x, 0) for x in ("per_share", "per_order", "min_commission"))
            or bool(self.opt("commission_tiers", ()))
        )
        for symbol, change, price in buys:
            change *= factor
            left = self.cash + credit
            if fussy and self.cost(row, symbol, change, price) > left + DUST * equity:
                change = min(change, self.units_for(row, symbol, 1, price, left)) if left > 0 else 0.0
            if change * price <= DUST * equity:
                self.rejected.append((row, symbol, "cash"))
                del self.orders[symbol]
            elif self.towards(row, symbol, change, price):
                del self.orders[symbol]

    def towards(self, row, symbol, change, price):
        """Trade towards a weight; whether nothing of it has to wait."""
        order = self.orders[symbol]
        held = self.positions[symbol].units if symbol in self.positions else 0.0
        if self.lot() and change != -held:
            whole = math.floor(abs(change) / self.lot() + DUST) * self.lot()
            if whole == 0:
                self.rejected.append((row, symbol, "too_small"))
                return True
            change = math.copysign(whole, change)
        if held * change < 0 and abs(change) >= abs(held):
            if not self.leave(row, symbol, price, "rebalance", order.row):
                return False
            change += held
            if change == 0:
                return True
            held = 0.0
        amount, why = self.lets(row, symbol, change, price)
        if why:
            self.tell(row, symbol, order.row, why)
        if amount > 0:
            self.trade(row, symbol, math.copysign(amount, change), price, "rebalance", True, order.row)
        waits = held * change < 0 or (why == "volume" and self.opt("volume_rest", "wait") == "wait")
        return not (why and waits)

    # ---------------------------------------------------------------- the rest of a bar
    def away(self, distance, sign, row, symbol):
        """A price that far from the entry, upwards with sign +1."""
        held = self.positions[symbol]
        kind, amount = ("percent", distance) if not isinstance(distance, str) else distance.split(":")
        amount = float(amount)
        if kind == "percent":
            return held.price * (1 + sign * amount)
        if kind == "atr":
            return held.price + sign * amount * held.range
        if kind == "amount":
            return held.price + sign * amount / abs(held.units)
        mean = self.table("average", row - 1, symbol)
        return mean if (mean - self.last.get(symbol, 0.0)) * sign > 0 else math.nan

    def protect(self, row):
        for symbol in sorted(self.positions):
            bar, held = self.bars[row][symbol], self.positions[symbol]
            if bar is None or (self.opt("stops_from", "entry_bar") == "next_bar" and held.entry_row == row):
                continue
            first, high, low, last = bar
            entered, kind = self.inside.get((row, symbol), (None, ""))
            first = first if entered is None else entered
            hoped = self.opt("both_rule", "pessimistic") == "optimistic"
            long = held.units > 0
            out = -1 if long else 1
            levels = []
            if self.options.get("stop_loss"):
                levels.append((self.away(self.options["stop_loss"], out, row, symbol), "stop_loss"))
            if self.options.get("trailing"):
                trailing = self.options["trailing"]
                peak = (max if long else min)([held.closes[0] if held.closes else held.price, *held.closes])
                peak = (max if long else min)(peak, self.first_price[symbol])
                if isinstance(trailing, str):
                    levels.append((peak + out * float(trailing[4:]) * held.range, "trailing"))
                else:
                    levels.append((peak * (1 + out * trailing), "trailing"))
            levels = [(level, why) for level, why in levels if not math.isnan(level)]
            stop = target = None
            if levels:
                level, why = (max if long else min)(levels, key=lambda pair: pair[0])
                reached = last if kind == "stop" and hoped else low if long else high
                if (reached <= level) if long else (reached >= level):
                    stop = (level, why)
            if self.options.get("take_profit"):
                level = self.away(self.options["take_profit"], -out, row, symbol)
                reached = last if kind == "limit" and not hoped else high if long else low
                if (reached >= level) if long else (reached <= level):
                    target = level
            if stop is None and target is None:
                continue
            if stop is not None and target is not None:
                self.ambiguous += 1
                rule = self.opt("both_rule", "pessimistic")
                to_stop = max(first - stop[0], 0) if long else max(stop[0] - first, 0)
                to_target = max(target - first, 0) if long else max(first - target, 0)
                if rule == "optimistic" or (rule == "adaptive" and to_target < to_stop):
                    stop = None
                else:
                    target = None
            if stop is not None:
                price = min(first, stop[0]) if long else max(first, stop[0])
                self.close_early(row, symbol, price, stop[1], True)
            else:
                price = max(first, target) if long else min(first, target)
                self.close_early(row, symbol, price, "take_profit", False)

    def close_early(self, row, symbol, price, reason, slips):
        units = self.positions[symbol].units
        self.blocked.add((symbol, 1 if units > 0 else -1))
        out = self.leave(row, symbol, price, reason, row, slips)
        order = self.orders.get(symbol)
        wish = 0 if order is None else order.side if order.weight is None else order.weight
        if wish * units < 0:
            return
        self.orders.pop(symbol, None)
        if not out:
            self.orders[symbol] = Order(row, side=0, reason=reason)

    def decide(self, row):
        if self.weights is not None:
            for symbol, weight in enumerate(self.weights[row]):
                if not math.isnan(weight) and self.gone.get(symbol) != row:
                    self.orders[symbol] = Order(row, weight=weight)
            return
        for symbol in range(self.n):
            if self.bars[row][symbol] is None or self.gone.get(symbol) == row or not self.signals[row][symbol]:
                continue
            words = self.signals[row][symbol]
            earlier = [r for r in range(row) if self.bars[r][symbol] is not None]
            before = self.signals[earlier[-1]][symbol] if earlier else set()

            def on(word, side, words=words, before=before, symbol=symbol):
                return word in words and ((symbol, side) not in self.blocked or word not in before)

            short = self.opt("short", False)
            entry, leave = on("entry", 1), "exit" in words
            down, cover = short and on("short_entry", -1), short and "short_exit" in words
            held, waiting = self.positions.get(symbol), self.orders.get(symbol)
            may_add = held is not None and waiting is None and held.entries < self.opt("pyramiding", 1)
            want = None
            if held is None:
                long, sell = entry and not leave, down and not cover
                self.both += long and sell
                if long != sell:
                    want = 1 if long else -1
                elif (
                    not long and waiting is not None and ((waiting.side > 0 and leave) or (waiting.side < 0 and cover))
                ):
                    del self.orders[symbol]
            elif held.units > 0:
                want = -1 if down else 0 if leave else 1 if entry and may_add else None
            else:
                want = 1 if entry else 0 if cover else -1 if down and may_add else None
            if want is None or (want == 0 and waiting is not None and waiting.side == 0):
                continue
            order = Order(row, side=want, size=self.sizes[row][symbol] if self.sizes is not None else math.nan)
            if want:
                for kind in ("stop", "limit"):
                    level = self.table(kind, row, symbol)
                    if not math.isnan(level):
                        order.kind, order.level = kind, level
            self.orders[symbol] = order

    def time_exits(self, row):
        for symbol in sorted(self.positions):
            held = self.positions[symbol]
            if self.bars[row][symbol] is None or held.bars < self.options["max_bars"]:
                continue
            order = self.orders.get(symbol)
            adds = order is not None and order.weight is None and order.side * held.units > 0
            if order is None or adds or self.opt("fill", "next_open") != "next_open":
                self.close_early(row, symbol, self.bars[row][symbol][0], "time", True)

    def run(self):
        lost = called = False
        last_row = len(self.bars) - 1
        fill = self.opt("fill", "next_open")
        self.first_price = {}
        for row, bars in enumerate(self.bars):
            for symbol, held in self.positions.items():
                if bars[symbol] is not None:
                    held.bars += 1
            if lost or called:
                for symbol in sorted(self.positions):
                    if bars[symbol] is not None:
                        self.trade(row, symbol, -self.positions[symbol].units, bars[symbol][0], "margin")
                called = called and bool(self.positions)
            else:
                if self.opt("max_bars", 0):
                    self.time_exits(row)
                if fill == "next_open":
                    self.settle(row, 0)
            for symbol, held in self.positions.items():
                if held.entry_row == row and not held.closes:
                    self.first_price[symbol] = next(
                        f[3] for f in reversed(self.fills) if f[1] == symbol and f[0] == row and f[2] * held.units > 0
                    )
            if not lost and any(self.options.get(x) for x in ("stop_loss", "take_profit", "trailing")):
                self.protect(row)
            for symbol, at in self.gone.items():
                if at == row:
                    self.orders.pop(symbol, None)
                    if symbol in self.positions:
                        self.trade(row, symbol, -self.positions[symbol].units, bars[symbol][3], "delisted")
            if fill != "next_open" and not lost:
                if fill == "close" and row < last_row:
                    self.decide(row)
                self.settle(row, 3)
            if self.opt("close_at_end", False) and row == last_row:
                for symbol in sorted(self.positions):
                    if bars[symbol] is not None:
                        self.trade(row, symbol, -self.positions[symbol].units, bars[symbol][3], "end")
            for symbol, held in self.positions.items():
                if held.entry_row == row and not held.closes:
                    self.first_price[symbol] = next(
                        f[3] for f in reversed(self.fills) if f[1] == symbol and f[0] == row and f[2] * held.units > 0
                    )
            for symbol, bar in enumerate(bars):
                if bar is not None:
                    self.last[symbol] = bar[3]
            values = {s: p.units * self.last[s] for s, p in sorted(self.positions.items())}
            shorts = sum(v for v in values.values() if v < 0)
            own = self.cash + shorts
            self.cash += self.opt("borrow_bar") * shorts + own * (
                self.opt("interest_bar") if own > 0 else self.opt("borrow_bar")
            )
            self.equity.append(self.cash + sum(values.values()))
            for symbol, held in self.positions.items():
                if bars[symbol] is not None:
                    held.highs.append(bars[symbol][1])
                    held.lows.append(bars[symbol][2])
                    held.closes.append(bars[symbol][3])
            if lost:
                continue
            gross = sum(abs(v) for v in values.values())
            if self.equity[-1] <= 0:
                lost, self.orders = True, {}
            elif self.equity[-1] < self.opt("maintenance") * gross and row < last_row:
                called, self.orders = True, {}
                self.calls += 1
            elif fill != "close" and row < last_row:
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
