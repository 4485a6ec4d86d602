# expect: rejected
def signals(bars, p):
    return __builtins__
