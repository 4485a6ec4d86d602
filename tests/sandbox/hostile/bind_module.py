# expect: rejected
np = 1
def signals(bars, p):
    return np
