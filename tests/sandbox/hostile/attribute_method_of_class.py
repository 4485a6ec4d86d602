# expect: rejected
def signals(bars, p):
    return str.format("{0.close}", bars)
