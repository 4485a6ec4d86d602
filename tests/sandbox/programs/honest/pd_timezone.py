# result: "America/New_York"
import pandas as pd
idx = pd.date_range("2024-01-01", periods=2, freq="h", tz="UTC").tz_convert("America/New_York")
result = str(idx.tz)
