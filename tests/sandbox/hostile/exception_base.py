# expect: failed
def signals(bars, p):
    try:
        while True:
            raise ValueError
    except:
        raise RuntimeError("swallowed")
