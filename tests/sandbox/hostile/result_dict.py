# expect: failed
def weights(bars, p):
    return {"weights": bars.close}
