# expect: rejected
def signals(bars, p):
    setattr(np, "mean", None)
