# expect: failed
def signals(bars, p):
    return signals(bars, p)
