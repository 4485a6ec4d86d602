# expect: denied
import pandas as pd
pd.DataFrame({"a": [1]}).agg("to_csv", path_or_buf="/tmp/qb_marker")
