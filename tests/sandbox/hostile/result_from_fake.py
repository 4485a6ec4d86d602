# expect: failed
def signals(bars, p):
    return {"entry": bars.close > 0}
