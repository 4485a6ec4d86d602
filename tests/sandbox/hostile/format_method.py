# expect: rejected
def signals(bars, p):
    return "{0.__class__}".format(bars)
