# expect: rejected
def f(x=().__class__):
    return x
