# result: ["AAPL", "MSFT"]
import pandas as pd
result = pd.Series(["aapl.us", "msft.us"]).str.split(".").str[0].str.upper().tolist()
