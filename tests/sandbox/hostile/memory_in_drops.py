# expect: memory failed timed_out
def signals(bars, p):
    keep = []
    while True:
        keep.append("x" * 1000000 + str(len(keep)))
