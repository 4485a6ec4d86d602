name = "MACD"
params = Params(
    fast=Int(12, 2, 100, help="Bars of the fast average"),
    slow=Int(26, 5, 300, help="Bars of the slow average"),
    signal=Int(9, 2, 100, help="Bars of the signal line"),
    rules=["fast < slow"],
)

def signals(bars, p):
    line, signal, histogram = macd(bars.close, p.fast, p.slow, p.signal)
    up, down = cross_above(line, signal), cross_below(line, signal)
    return Signals(entry=up, exit=down, short_entry=down, short_exit=up)
