# expect: failed
def signals(bars, p):
    return dict(_np_mean=1)
