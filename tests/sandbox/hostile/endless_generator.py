# expect: timed_out
def signals(bars, p):
    return sum(1 for _ in iter(int, 1))
