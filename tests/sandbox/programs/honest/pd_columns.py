# result: ["x", "y"]
import pandas as pd
df = pd.DataFrame([[1, 2]])
df.columns = ["x", "y"]
result = list(df.columns)
