# expect: rejected
from numpy import ctypeslib
def signals(bars, p):
    return ctypeslib
