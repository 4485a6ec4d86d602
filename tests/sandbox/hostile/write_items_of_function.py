# expect: denied
def signals(bars, p):
    signals["x"] = 1
