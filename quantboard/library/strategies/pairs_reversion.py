name = "Pairs reversion"
params = Params(
    length=Int(60, 10, 500, help="Bars over which the spread is measured"),
    far=Float(2.0, 0.5, 5.0, help="Deviations from the mean at which a position is opened"),
)

def signals(bars, p):
    price = np.log(bars.close)
    spread = price - np.nanmean(price, axis=1, keepdims=True)      # against the mean of all symbols
    score = zscore(spread, p.length)
    return Signals(
        entry=cross_below(score, -p.far),
        exit=cross_above(score, 0.0),
        short_entry=cross_above(score, p.far),
        short_exit=cross_below(score, 0.0),
    )

exits = Exits(stop_loss=0.15)
