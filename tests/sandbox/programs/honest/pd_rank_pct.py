# result: [0.5, 1.0]
import pandas as pd
result = pd.Series([1, 2]).rank(pct=True).tolist()
