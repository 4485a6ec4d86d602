# expect: rejected
_getattr_ = None
def signals(bars, p):
    return 1
