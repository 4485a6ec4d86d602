name = "Turtle breakout"
params = Params(
    entry=Int(20, 5, 200, help="A new high of this many bars opens a position"),
    exit=Int(10, 2, 100, help="A new low of this many bars closes it"),
    rules=["exit <= entry"],
)

def signals(bars, p):
    high, low = shift(bars.high, 1), shift(bars.low, 1)
    return Signals(
        entry=bars.close > highest(high, p.entry),
        exit=bars.close < lowest(low, p.exit),
        short_entry=bars.close < lowest(low, p.entry),
        short_exit=bars.close > highest(high, p.exit),
    )
