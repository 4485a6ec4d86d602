# expect: denied
import pandas as pd
f = pd.DataFrame({"a": [1]})
result = f.query("@f.__class__ is not None")
