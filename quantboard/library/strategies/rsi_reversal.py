name = "RSI reversal"
params = Params(
    length=Int(14, 2, 100, help="Bars of the relative strength index"),
    oversold=Float(30.0, 1.0, 50.0, help="Buy when the index climbs back above this level"),
    overbought=Float(70.0, 50.0, 99.0, help="Sell when the index falls back below this level"),
    rules=["oversold < overbought"],
)

def signals(bars, p):
    level = rsi(bars.close, p.length)
    up, down = cross_above(level, p.oversold), cross_below(level, p.overbought)
    return Signals(entry=up, exit=down, short_entry=down, short_exit=up)
