# expect: denied
import pandas as pd
pd.Series([1]).plot()
