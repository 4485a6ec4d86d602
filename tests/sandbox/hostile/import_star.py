# expect: rejected
from numpy import *
def signals(bars, p):
    return 1
