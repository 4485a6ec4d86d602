# result: 3
import numpy as np
import talib
close = np.linspace(1.0, 2.0, 60)
macd, signal, hist = talib.MACD(close, fastperiod=12, slowperiod=26, signalperiod=9)
result = len([macd, signal, hist])
