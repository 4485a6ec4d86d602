# expect: rejected
exits = Exits(stop_loss=(lambda: 0.1)())
def signals(bars, p):
    return Signals()
