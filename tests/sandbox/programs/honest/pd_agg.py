# result: 2.5
import pandas as pd
df = pd.DataFrame({"g": ["x", "x"], "v": [1.0, 4.0]})
out = df.groupby("g").agg(mean=("v", "mean"), top=("v", "max"))
result = out.loc["x", "mean"]
