# expect: rejected
class A:
    pass
def signals(bars, p):
    return A()
