# expect: denied
def signals(bars, p):
    print(1, file=3)
