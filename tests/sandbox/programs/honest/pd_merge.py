# result: 1
import pandas as pd
a = pd.DataFrame({"k": [1, 2], "x": [3, 4]})
b = pd.DataFrame({"k": [2, 3], "y": [5, 6]})
result = len(a.merge(b, on="k"))
