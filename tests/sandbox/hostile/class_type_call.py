# expect: denied
def signals(bars, p):
    return type("A", (), {})
