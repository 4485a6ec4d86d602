# expect: denied
def signals(bars, p):
    return bars.close.getfield("O")
