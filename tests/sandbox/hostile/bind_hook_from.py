# expect: rejected
from math import sqrt as _getattr_
def signals(bars, p):
    return 1
