# expect: rejected
def signals(bars, p):
    def inner():
        yield 1
    return inner().gi_code
