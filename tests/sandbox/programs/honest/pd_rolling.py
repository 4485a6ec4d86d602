# result: [null, 1.5, 2.5]
import pandas as pd
result = pd.Series([1.0, 2.0, 3.0]).rolling(2).mean().tolist()
