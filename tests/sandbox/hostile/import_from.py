# expect: rejected
from os import path
def signals(bars, p):
    return path
