# expect: signals
def signals(bars: "Bars", p: object) -> "Signals":
    n: int = 5
    later: float
    later = 1.0
    return Signals(entry=bars.close > later * sma(bars.close, n))
