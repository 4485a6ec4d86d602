# expect: timed_out
import pandas as pd
pd.Series(["a" * 40 + "!"]).str.match("(a+)+$")
