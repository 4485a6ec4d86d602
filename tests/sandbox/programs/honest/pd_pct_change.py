# result: 0.1
import pandas as pd
result = round(pd.Series([10.0, 11.0]).pct_change().iloc[-1], 6)
