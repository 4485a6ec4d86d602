# expect: rejected
def signals(bars, p):
    del _getattr_
