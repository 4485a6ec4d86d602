# expect: weights
def weights(bars, p):
    return np.where(bars.close[:, :1] > 100, 0.5, 0.0)
