# expect: rejected
from numpy import _core
def signals(bars, p):
    return _core
