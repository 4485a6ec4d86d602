# expect: signals
def signals(bars, p):
    month = bars.time.astype("datetime64[M]")
    first = np.concatenate(([True], month[1:] != month[:-1]))
    return Signals(entry=first[:, None])
