# expect: denied
def signals(bars, p):
    print(1, end=1)
