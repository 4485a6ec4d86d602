# expect: failed
def weights(bars, p):
    return bars.close / 0.0
