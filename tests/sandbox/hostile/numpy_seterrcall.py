# expect: rejected
def signals(bars, p):
    np.seterrcall(print)
