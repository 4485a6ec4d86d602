name = "Supertrend"
params = Params(
    length=Int(10, 2, 100, help="Bars of the average true range"),
    ranges=Float(3.0, 0.5, 10.0, help="True ranges between the price and the trailing line"),
)

def signals(bars, p):
    line, trend = supertrend(bars, p.length, p.ranges)
    up, down = cross_above(trend, 0.0), cross_below(trend, 0.0)
    return Signals(entry=up, exit=down, short_entry=down, short_exit=up)
