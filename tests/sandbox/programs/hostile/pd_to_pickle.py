# expect: denied
import pandas as pd
pd.Series([1]).to_pickle("/tmp/qb_marker")
