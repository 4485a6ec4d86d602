# expect: denied
import pandas as pd
pd.DataFrame({"a": [1]}).agg({"a": ["sum", "to_pickle"]})
