# expect: rejected
def signals(bars, p):
    def f(_witem_, /):
        return 1
    return f(1)
