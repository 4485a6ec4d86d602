# expect: rejected
def signals(bars, p):
    g = (i for i in [1])
    return g.gi_frame
