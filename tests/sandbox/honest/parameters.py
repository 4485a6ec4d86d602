# expect: signals
name = "With parameters"
params = Params(n=Int(14, 2, 100, help="Bars"), low=Float(30.0, 1, 50), active=Bool(True), kind=Choice("sma", ["sma", "ema"]))
def signals(bars, p):
    level = rsi(bars.close, p.n)
    average = sma(bars.close, p.n) if p.kind == "sma" else ema(bars.close, p.n)
    return Signals(entry=(level < p.low) & p.active, exit=bars.close > average)
