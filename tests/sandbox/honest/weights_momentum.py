# expect: weights
rebalance = "month_end"
def weights(bars, p):
    score = roc(bars.close, 60)
    return np.where(np.isnan(score), np.nan, np.where(score > 0, 1.0 / bars.close.shape[1], 0.0))
