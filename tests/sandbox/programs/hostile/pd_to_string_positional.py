# expect: failed denied
import pandas as pd
pd.DataFrame({"a": [1]}).to_string("/tmp/qb_marker")
