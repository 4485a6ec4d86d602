# expect: signals
params = Params(stop=Float(0.1, 0.01, 0.5))
def signals(bars, p):
    return Signals(entry=bars.close > sma(bars.close, 10))
def exits(bars, p):
    return Exits(stop_loss=p.stop, take_profit=2 * p.stop)
