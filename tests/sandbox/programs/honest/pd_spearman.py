# result: 1.0
import pandas as pd
result = round(pd.Series([1, 2, 5]).corr(pd.Series([10, 20, 90]), method="spearman"), 9)
