# expect: rejected
def signals(bars, p):
    breakpoint()
