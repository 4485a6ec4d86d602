# expect: rejected
params = Params(fast=Int(1, 1, 10), rules=["fast.__class__ < 1"])
def signals(bars, p):
    return Signals()
