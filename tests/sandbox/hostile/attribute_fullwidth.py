# expect: rejected
def signals(bars, p):
    return bars.__class__ if False else bars.__ｃlass__
