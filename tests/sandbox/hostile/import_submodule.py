# expect: rejected
import numpy.lib.npyio
def signals(bars, p):
    return numpy
