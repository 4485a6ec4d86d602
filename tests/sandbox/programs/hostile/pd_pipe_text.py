# expect: denied
import pandas as pd
pd.DataFrame({"a": [1]}).pipe(("to_csv", "x"))
