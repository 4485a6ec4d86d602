name = "Low volatility"
params = Params(
    length=Int(120, 20, 504, help="Bars over which the risk is measured"),
    top=Int(2, 1, 50, help="Number of symbols to hold"),
)
rebalance = "month_end"

def weights(bars, p):
    risk = stdev(roc(bars.close, 1), p.length)
    chosen = top(-risk, p.top)
    return np.where(np.isnan(risk), np.nan, np.where(chosen, 1.0 / p.top, 0.0))
