name = "Double moving average"
params = Params(
    fast=Int(10, 2, 200, help="Bars of the fast average"),      # default, least, most
    slow=Int(30, 5, 400, help="Bars of the slow average"),
    rules=["fast < slow"],
)

def signals(bars, p):
    fast, slow = sma(bars.close, p.fast), sma(bars.close, p.slow)
    up, down = cross_above(fast, slow), cross_below(fast, slow)
    return Signals(entry=up, exit=down, short_entry=down, short_exit=up)

exits = Exits(stop_loss=None, take_profit=None)      # may also be a function of (bars, p)
