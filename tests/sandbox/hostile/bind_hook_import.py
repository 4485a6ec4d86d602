# expect: rejected
import math as _getattr_
def signals(bars, p):
    return 1
