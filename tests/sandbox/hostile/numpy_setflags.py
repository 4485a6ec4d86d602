# expect: denied
def signals(bars, p):
    bars.close.setflags(write=True)
