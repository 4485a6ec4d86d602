# expect: rejected
@np.load
def signals(bars, p):
    return Signals()
