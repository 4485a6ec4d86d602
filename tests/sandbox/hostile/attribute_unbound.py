# expect: denied
def signals(bars, p):
    return np.float64.dump
