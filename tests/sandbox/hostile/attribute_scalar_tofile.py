# expect: rejected
def signals(bars, p):
    bars.close[0, 0].tofile("/tmp/qb_marker")
