# expect: rejected
def signals(bars, p):
    bars.close = bars.open
