# expect: signals
import numpy as np
import math
def signals(bars, p):
    r = np.diff(np.log(bars.close), axis=0, prepend=np.log(bars.close[:1]))
    return Signals(entry=r > math.sqrt(0.0001), exit=r < -math.sqrt(0.0001))
