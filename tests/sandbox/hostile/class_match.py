# expect: rejected
def signals(bars, p):
    match bars:
        case object(close=c):
            return c
