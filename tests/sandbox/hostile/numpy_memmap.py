# expect: rejected
def signals(bars, p):
    return np.memmap("/tmp/qb_marker", mode="w+", shape=3)
