# expect: rejected
def signals(bars, p):
    return __import__("os")
