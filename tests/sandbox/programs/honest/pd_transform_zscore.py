# result: 0.0
import pandas as pd
df = pd.DataFrame({"g": ["x", "x", "y", "y"], "v": [1.0, 3.0, 2.0, 4.0]})
z = df.groupby("g")["v"].transform(lambda s: (s - s.mean()) / s.std())
result = round(float(z.sum()), 9)
