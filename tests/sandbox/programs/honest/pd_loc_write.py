# result: 9.0
import pandas as pd
df = pd.DataFrame({"a": [1.0, 2.0]})
df["b"] = df["a"] * 2
df.loc[df["a"] > 1, "b"] = 9.0
result = df["b"].iloc[1]
