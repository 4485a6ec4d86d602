# result: 8.0
import numpy as np
import talib
result = talib.SMA(np.arange(10.0), timeperiod=3)[-1]
