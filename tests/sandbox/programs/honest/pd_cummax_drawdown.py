# result: -0.5
import pandas as pd
s = pd.Series([1.0, 2.0, 1.0])
result = (s / s.cummax() - 1).min()
