# expect: denied
def signals(bars, p):
    return bars.values
