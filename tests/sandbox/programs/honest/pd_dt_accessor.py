# result: [1, 2]
import pandas as pd
result = pd.Series(pd.to_datetime(["2024-01-31", "2024-02-29"])).dt.month.tolist()
