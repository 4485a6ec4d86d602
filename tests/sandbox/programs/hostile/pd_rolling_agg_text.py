# expect: denied
import pandas as pd
pd.Series([1.0]).rolling(1).agg("obj")
