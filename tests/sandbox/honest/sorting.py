# expect: signals
def signals(bars, p):
    best = sorted(zip(bars.symbols, bars.close[-1]), key=lambda pair: -pair[1])
    first, *rest = [name for name, price in best]
    return Signals(entry=bars.close > 0) if first else Signals()
