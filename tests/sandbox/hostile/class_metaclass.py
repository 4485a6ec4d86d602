# expect: rejected
class M(type):
    pass
def signals(bars, p):
    return M
