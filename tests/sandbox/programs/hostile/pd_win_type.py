# expect: denied
import pandas as pd
pd.Series([1.0]).rolling(1, win_type="gaussian")
