# expect: rejected
def signals(bars, p):
    return [1 for _getattr_ in [1]]
