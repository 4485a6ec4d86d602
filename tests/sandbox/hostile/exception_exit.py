# expect: rejected
def signals(bars, p):
    raise SystemExit(0)
