# result: 4
import pandas as pd
df = pd.concat([pd.Series([1, 2], name="a"), pd.Series([3, 4], name="b")], axis=1)
result = len(df.stack())
