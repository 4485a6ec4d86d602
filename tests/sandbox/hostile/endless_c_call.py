# expect: timed_out
def signals(bars, p):
    return 7 ** (10 ** 8)
