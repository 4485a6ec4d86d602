# expect: signals
def signals(bars, p):
    print("bars", bars.n_bars, f"{bars.close[-1, 0]:.2f}", sep=" ")
    return Signals(entry=bars.close > 0)
