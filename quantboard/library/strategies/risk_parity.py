name = "Risk parity"
params = Params(length=Int(60, 10, 504, help="Bars over which the risk is measured"))
rebalance = "month_end"

def weights(bars, p):
    risk = stdev(roc(bars.close, 1), p.length)
    part = where(risk > 0, 1.0 / risk, 0.0)
    share = part / np.maximum(np.sum(part, axis=1, keepdims=True), 1e-12)
    return np.where(np.isnan(risk), np.nan, share)
