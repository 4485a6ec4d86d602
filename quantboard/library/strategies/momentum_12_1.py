name = "12-1 momentum"
params = Params(
    length=Int(252, 40, 504, help="Bars over which the gain is measured"),
    skip=Int(21, 0, 60, help="Latest bars that are left out"),
    top=Int(2, 1, 50, help="Number of symbols to hold"),
    rules=["skip < length"],
)
rebalance = "month_end"

def weights(bars, p):
    gain = shift(bars.close, p.skip) / shift(bars.close, p.length) - 1.0
    chosen = top(gain, p.top) & (gain > 0)
    return np.where(np.isnan(gain), np.nan, np.where(chosen, 1.0 / p.top, 0.0))
