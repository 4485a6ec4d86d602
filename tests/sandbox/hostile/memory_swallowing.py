# expect: memory timed_out crashed failed
def signals(bars, p):
    keep = []
    while True:
        try:
            keep.append(np.ones(1000000))
        except:
            pass
