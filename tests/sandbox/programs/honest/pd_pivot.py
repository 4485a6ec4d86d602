# result: [2, 2]
import pandas as pd
df = pd.DataFrame({"d": [1, 1, 2, 2], "s": ["a", "b", "a", "b"], "v": [1, 2, 3, 4]})
result = list(df.pivot_table(index="d", columns="s", values="v", aggfunc="mean").shape)
