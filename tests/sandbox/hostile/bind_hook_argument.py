# expect: rejected
def signals(bars, p):
    return (lambda _getattr_: 1)(2)
