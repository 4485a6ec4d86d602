# result: ["open", "high", "low", "close"]
import pandas as pd
idx = pd.date_range("2024-01-01", periods=120, freq="min")
result = list(pd.Series(range(120), index=idx).resample("1h").ohlc().columns)
