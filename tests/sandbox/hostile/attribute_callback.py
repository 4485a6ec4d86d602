# expect: failed
def signals(bars, p):
    return list(map(lambda f: f(), [bars.close.max, p]))
