# expect: failed
def signals(bars, p):
    bars.close[0, 0] = 1.0
