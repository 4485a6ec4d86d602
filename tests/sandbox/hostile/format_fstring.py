# expect: rejected
def signals(bars, p):
    return f"{bars.__class__}"
