# expect: signals
exits = Exits(stop_loss=0.05, take_profit=0.2)
def signals(bars, p):
    return Signals(entry=bars.close > bars.open)
