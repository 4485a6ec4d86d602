# expect: denied
import pandas as pd
pd.DataFrame({"a": [1]}).to_string(buf="/tmp/qb_marker")
