# result: 3
import pandas as pd
df = pd.DataFrame({"close": [1, 2]})
result = int(df.close.sum())
