# expect: timed_out
def signals(bars, p):
    while True:
        try:
            1 / 0
        except Exception:
            pass
