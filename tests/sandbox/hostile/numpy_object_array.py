# expect: failed
def signals(bars, p):
    return Signals(entry=np.array([bars, p, signals]))
