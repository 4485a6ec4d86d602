# expect: signals
def spread(bars, n=10):
    return highest(bars.high, n) - lowest(bars.low, n)
def signals(bars, p):
    wide = spread(bars) > shift(spread(bars, n=10), 1)
    return Signals(entry=wide, exit=~wide)
