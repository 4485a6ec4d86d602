# result: 5
import pandas as pd
idx = pd.date_range("2024-01-01", periods=30, freq="D")
result = len(pd.Series(range(30), index=idx).resample("W").last())
