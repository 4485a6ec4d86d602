# expect: signals
def signals(bars, p):
    line, signal, histogram = macd(bars.close, 12, 26, 9)
    upper, middle, lower = bbands(bars.close, 20, 2.0, 2.0)
    return Signals(entry=(histogram > 0) & (bars.close < upper), exit=cross_below(line, signal) | (bars.close > upper))
