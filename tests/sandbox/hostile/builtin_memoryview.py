# expect: rejected
def signals(bars, p):
    return memoryview(bars.close)
