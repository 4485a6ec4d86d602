# expect: rejected
def signals(bars, p):
    p.fast = 3
