# expect: rejected
params = Params(fast=(Int := 3))
def signals(bars, p):
    return Signals()
