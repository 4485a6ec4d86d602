# expect: denied
def signals(bars, p):
    with np.errstate(call=print):
        pass
