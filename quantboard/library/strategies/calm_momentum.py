name = "Calm momentum"
params = Params(
    length=Int(126, 20, 504, help="Bars over which gain and risk are measured"),
    top=Int(2, 1, 50, help="Number of symbols to hold"),
)
rebalance = "month_end"

def weights(bars, p):
    gain = roc(bars.close, p.length)
    risk = stdev(roc(bars.close, 1), p.length)
    score = rank(gain) + rank(-risk)                               # strong and calm
    chosen = top(score, p.top) & (gain > 0)
    return np.where(np.isnan(score), np.nan, np.where(chosen, 1.0 / p.top, 0.0))
