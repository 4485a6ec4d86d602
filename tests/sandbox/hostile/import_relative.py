# expect: rejected
from . import guards
def signals(bars, p):
    return guards
