# result: 3
import pandas as pd
idx = pd.MultiIndex.from_product([["d1", "d2"], ["A", "B"]], names=["date", "symbol"])
s = pd.Series([1, 2, 3, 4], index=idx)
result = int(s.xs("A", level="symbol").max())
