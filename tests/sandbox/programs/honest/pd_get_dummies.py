# result: 2
import pandas as pd
result = pd.get_dummies(pd.Series(["a", "b", "a"])).shape[1]
