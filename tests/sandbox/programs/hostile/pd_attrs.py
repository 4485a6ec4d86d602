# expect: denied
import pandas as pd
pd.DataFrame({"a": [1]}).attrs["x"] = 1
