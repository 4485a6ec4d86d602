# expect: weights
def weights(bars, p):
    n = len(bars.symbols)
    return np.full(bars.close.shape, 1.0 / n)
