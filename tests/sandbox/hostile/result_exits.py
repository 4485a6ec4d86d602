# expect: failed
def signals(bars, p):
    return Signals()
def exits(bars, p):
    return Exits(stop_loss=-1)
