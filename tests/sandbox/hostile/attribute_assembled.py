# expect: denied
def signals(bars, p):
    return getattr(bars, "__cl" + "ass__")
