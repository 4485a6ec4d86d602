# result: 6
import pandas as pd
df = pd.DataFrame({"a": [1, 2, 3]})
result = sum(row.a for row in df.itertuples())
