# expect: rejected
import os
def signals(bars, p):
    return os.listdir("/")
