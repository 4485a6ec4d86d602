# expect: rejected
def signals(bars, p):
    return np.lib.stride_tricks.as_strided(bars.close, (10 ** 9,), (8,))
