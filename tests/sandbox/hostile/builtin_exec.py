# expect: rejected
def signals(bars, p):
    exec("x = 1")
