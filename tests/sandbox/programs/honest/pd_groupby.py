# result: {"A": 3, "B": 3}
import pandas as pd
df = pd.DataFrame({"symbol": ["A", "A", "B"], "qty": [1, 2, 3]})
result = df.groupby("symbol")["qty"].sum().to_dict()
