# expect: denied
def signals(bars, p):
    bars.close.dump("/tmp/qb_marker")
