name = "Gap fade"
params = Params(
    ranges=Float(0.5, 0.1, 5.0, help="Least gap, in average true ranges"),
    length=Int(14, 2, 100, help="Bars of the average true range"),
)

def signals(bars, p):
    before = shift(bars.close, 1)
    least = p.ranges * shift(atr(bars, p.length), 1)
    fell, rose = bars.open < before - least, bars.open > before + least
    return Signals(
        entry=fell & (bars.close > bars.open),
        exit=bars.close > before,
        short_entry=rose & (bars.close < bars.open),
        short_exit=bars.close < before,
    )

exits = Exits(stop_loss="atr:2", max_bars=5)
