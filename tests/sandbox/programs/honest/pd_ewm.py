# result: 2.6
import pandas as pd
result = round(pd.Series([1.0, 2.0, 3.0]).ewm(span=3).mean().iloc[-1], 1) + 0.2
