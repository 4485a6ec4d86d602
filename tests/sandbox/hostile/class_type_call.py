# expect: rejected
def signals(bars, p):
    return type("A", (), {})
