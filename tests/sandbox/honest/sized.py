# expect: signals
def signals(bars, p):
    risk = atr(bars, 14) / bars.close
    return Signals(entry=bars.close > bars.open, exit=bars.close < bars.open, size=np.minimum(0.01 / risk, 1.0))
