# expect: denied
import pandas as pd
pd.Series([1]).apply("to_csv", args=("/tmp/qb_marker",))
