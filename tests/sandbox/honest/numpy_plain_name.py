# expect: signals
import numpy
def signals(bars, p):
    return Signals(entry=numpy.maximum.accumulate(bars.close, axis=0) == bars.close)
