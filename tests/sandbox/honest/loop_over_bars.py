# expect: signals
def signals(bars, p):
    close = bars.close[:, 0]
    entry = np.zeros(len(close), dtype=bool)
    streak = 0
    for i in range(1, len(close)):
        if close[i] > close[i - 1]:
            streak += 1
        else:
            streak = 0
        entry[i] = streak >= 3
    return Signals(entry=entry, exit=~entry)
