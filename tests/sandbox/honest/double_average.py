# expect: signals
def signals(bars, p):
    fast, slow = sma(bars.close, 5), sma(bars.close, 20)
    return Signals(entry=cross_above(fast, slow), exit=cross_below(fast, slow))
