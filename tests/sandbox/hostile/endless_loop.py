# expect: timed_out
def signals(bars, p):
    while True:
        pass
