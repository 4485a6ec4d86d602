# expect: denied
import pandas as pd
pd.DataFrame({"a": [1]}).transform("to_numpy")
