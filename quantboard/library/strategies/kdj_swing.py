name = "KDJ swing"
params = Params(
    length=Int(9, 3, 60, help="Bars of the range"),
    low=Float(20.0, 1.0, 50.0, help="Only turns below this level are bought"),
    high=Float(80.0, 50.0, 99.0, help="Only turns above this level are sold"),
    rules=["low < high"],
)

def signals(bars, p):
    k, d, j = kdj(bars, p.length, 3, 3)
    up, down = cross_above(k, d), cross_below(k, d)
    return Signals(
        entry=up & (d < p.low),
        exit=down & (d > p.high),
        short_entry=down & (d > p.high),
        short_exit=up & (d < p.low),
    )

exits = Exits(stop_loss=0.1)
