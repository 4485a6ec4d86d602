# expect: rejected
params = Params(fast=Int(len("x"), 1, 10))
def signals(bars, p):
    return Signals()
