# expect: failed
def signals(bars, p):
    bars.close.sort(axis=0)
