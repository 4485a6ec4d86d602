name = "Bollinger bands"
params = Params(
    length=Int(20, 5, 200, help="Bars of the average and of the deviation"),
    width=Float(2.0, 0.5, 5.0, help="Deviations between the average and a band"),
)

def signals(bars, p):
    upper, middle, lower = bbands(bars.close, p.length, p.width, p.width)
    return Signals(
        entry=cross_above(bars.close, lower),
        exit=cross_above(bars.close, middle),
        short_entry=cross_below(bars.close, upper),
        short_exit=cross_below(bars.close, middle),
    )
