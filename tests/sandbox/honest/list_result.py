# expect: signals
def signals(bars, p):
    return Signals(entry=[float(v) > 100 for v in bars.close[:, 0]])
