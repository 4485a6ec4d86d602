# expect: signals
def signals(bars, p):
    averages = {n: sma(bars.close, n) for n in (5, 10, 20)}
    votes = sum([(bars.close > averages[n]).astype(int) for n in averages])
    return Signals(entry=votes == 3, exit=votes == 0)
