# runs
import pandas as pd
df = pd.DataFrame({"a": [1.5, 2.5]}, index=["x", "y"])
print(df)
print(df.describe())
print(df.to_string())
result = len(df)
