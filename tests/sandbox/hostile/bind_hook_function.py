# expect: rejected
def _getattr_(a, b):
    return a
def signals(bars, p):
    return 1
