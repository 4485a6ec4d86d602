# result: 6
import pandas as pd
df = pd.DataFrame({"a": [1, 2, 3]})
total = 0
for i, row in df.iterrows():
    total += int(row["a"])
result = total
