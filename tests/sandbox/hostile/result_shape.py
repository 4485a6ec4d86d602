# expect: failed
def weights(bars, p):
    return np.zeros((3, 3))
