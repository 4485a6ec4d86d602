# expect: memory
def signals(bars, p):
    return [0] * 10 ** 10
