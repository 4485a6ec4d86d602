# expect: signals
def signals(bars, p):
    return Signals(entry=sma(bars.close, 50) - sma(bars.close, 50) + 1)
