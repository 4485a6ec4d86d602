# expect: rejected
def signals(bars, p):
    return compile("1", "x", "eval")
