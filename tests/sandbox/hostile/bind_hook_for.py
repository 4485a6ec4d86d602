# expect: rejected
def signals(bars, p):
    for _augitem_ in [1]:
        pass
