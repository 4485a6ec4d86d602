# result: "Series"
import pandas as pd
import talib
result = type(talib.EMA(pd.Series([1.0, 2.0, 3.0, 4.0]), timeperiod=2))
