# result: 100.0
import numpy as np
import talib
result = float(talib.RSI(np.arange(1.0, 40.0), timeperiod=14)[-1])
