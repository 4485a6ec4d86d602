# expect: rejected
def signals(bars, p):
    return globals()
