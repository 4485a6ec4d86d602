# result: [null, 2.0, 3.0]
import pandas as pd
result = pd.Series([1.0, 2.0, 3.0]).rolling(2).apply(lambda w: w.max(), raw=True).tolist()
