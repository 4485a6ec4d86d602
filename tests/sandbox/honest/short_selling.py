# expect: signals
def signals(bars, p):
    trend = ema(bars.close, 10) > ema(bars.close, 30)
    return Signals(entry=trend, exit=~trend, short_entry=~trend, short_exit=trend)
