# expect: memory
def signals(bars, p):
    return np.zeros(10 ** 11)
