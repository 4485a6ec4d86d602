# expect: signals
def signals(bars, p):
    x = np.arange(20.0)
    slope = np.full(bars.close.shape, np.nan)
    for t in range(19, bars.n_bars, 20):
        slope[t] = np.polyfit(x, bars.close[t - 19:t + 1, 0], 1)[0]
    return Signals(entry=slope > 0, exit=slope < 0)
