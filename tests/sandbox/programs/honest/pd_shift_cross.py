# result: 1
import pandas as pd
fast, slow = pd.Series([1, 2, 3]), pd.Series([2, 2, 2])
cross = (fast > slow) & (fast.shift(1) <= slow.shift(1))
result = int(cross.sum())
