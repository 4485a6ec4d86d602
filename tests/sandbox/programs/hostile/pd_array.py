# expect: denied
import pandas as pd
result = pd.Series([1]).array
