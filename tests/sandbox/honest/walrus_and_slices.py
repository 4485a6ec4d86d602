# expect: signals
def signals(bars, p):
    if (n := bars.n_bars) > 10:
        recent = bars.close[-10:, :].mean(axis=0)
    return Signals(entry=bars.close > recent[None, :])
