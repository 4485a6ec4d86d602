# expect: rejected
def signals(bars, p):
    return np.testing.measure("1")
