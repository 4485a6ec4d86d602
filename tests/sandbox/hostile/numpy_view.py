# expect: denied
def signals(bars, p):
    x = bars.close.copy()
    return x.ctypes.data
