# result: [3, 7]
import pandas as pd
df = pd.DataFrame({"a": [1, 3], "b": [2, 4]})
result = df.apply(lambda row: row["a"] + row["b"], axis=1).tolist()
