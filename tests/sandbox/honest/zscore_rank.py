# expect: weights
def weights(bars, p):
    spread = zscore(bars.close, 20)
    return where(spread < -1, 0.5, 0.0)
