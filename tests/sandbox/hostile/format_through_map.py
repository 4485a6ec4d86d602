# expect: rejected
def signals(bars, p):
    return list(map(str.format, ["{0.__class__}"], [bars]))
