# expect: rejected
def signals(bars, p):
    return (_witem_ := 1)
