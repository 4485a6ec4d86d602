# expect: failed
def signals(bars, p):
    np.add(bars.close, 1, out=bars.close)
