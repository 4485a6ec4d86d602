# expect: denied
def signals(bars, p):
    np.add.at(bars.close, [0], 1)
