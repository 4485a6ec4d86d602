# expect: rejected
def signals(bars, p):
    return signals.__globals__
