# expect: signals
from numpy import where as choose, nanmean
from math import pi
def signals(bars, p):
    return Signals(entry=choose(bars.close > nanmean(bars.close), 1.0, 0.0), exit=bars.close < pi)
