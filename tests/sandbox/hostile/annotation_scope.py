# expect: failed
def helper(x: ().__class__) -> ().__class__:
    return x
def signals(bars, p):
    return helper(1)
