# expect: failed crashed
def signals(bars, p):
    x = []
    for _ in range(100000):
        x = [x]
    return repr(x)
