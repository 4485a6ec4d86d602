name = "Momentum rotation"
params = Params(
    length=Int(126, 5, 504, help="Bars over which the gain is measured"),
    top=Int(2, 1, 50, help="Number of symbols to hold"),
)
rebalance = "month_end"

def weights(bars, p):
    gain = roc(bars.close, p.length)
    place = np.sum(gain[:, None, :] > gain[:, :, None], axis=2)     # symbols that gained more
    chosen = (place < p.top) & (gain > 0)
    share = np.where(chosen, 1.0 / p.top, 0.0)
    return np.where(np.isnan(gain), np.nan, share)
