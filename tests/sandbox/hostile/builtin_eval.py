# expect: rejected
def signals(bars, p):
    return eval("1")
