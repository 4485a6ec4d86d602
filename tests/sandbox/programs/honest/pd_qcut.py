# result: [0, 0, 1, 1]
import pandas as pd
result = pd.qcut([1, 2, 3, 4], 2, labels=False).tolist()
