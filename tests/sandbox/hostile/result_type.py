# expect: failed
def signals(bars, p):
    return "x"
