# expect: rejected
def signals(bars, p):
    return _getattr_
