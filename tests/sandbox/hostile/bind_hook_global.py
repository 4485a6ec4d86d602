# expect: rejected
def signals(bars, p):
    global _getattr_
    _getattr_ = 1
