# expect: failed
class A:
    pass
def signals(bars, p):
    return A()
