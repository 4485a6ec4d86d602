# expect: signals
def signals(bars, p):
    held = hold(bars.close > highest(shift(bars.high, 1), 10), bars.close < lowest(shift(bars.low, 1), 5))
    return Signals(entry=held, exit=~held)
