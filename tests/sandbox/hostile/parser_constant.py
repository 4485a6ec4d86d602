# expect: rejected timed_out failed
def signals(bars, p):
    return 99999999999999999999 ** 99999999
