# expect: denied
def signals(bars, p):
    return np.ndarray((1,), dtype=object, buffer=np.ones(1))
