# expect: signals
def signals(bars, p):
    score = np.zeros(bars.close.shape)
    score[bars.close > bars.open] += 1
    score[1:] -= 0.5
    counts = {"up": 0}
    counts["up"] += int(score.sum())
    return Signals(entry=score > 0)
