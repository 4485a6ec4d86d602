# expect: signals
name = "双均线"
def signals(bars, p):
    快线 = sma(bars.close, 5)
    慢线 = sma(bars.close, 20)
    return Signals(entry=cross_above(快线, 慢线), exit=cross_below(快线, 慢线))
