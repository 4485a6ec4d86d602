# expect: rejected
def signals(bars, p):
    return str(b"x", "idna")
