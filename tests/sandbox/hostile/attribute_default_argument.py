# expect: rejected
def helper(x=().__class__):
    return x
def signals(bars, p):
    return helper()
