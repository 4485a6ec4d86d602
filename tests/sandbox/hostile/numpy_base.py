# expect: denied
def signals(bars, p):
    return bars.close[1:].base
