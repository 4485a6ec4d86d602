# expect: denied
import pandas as pd
pd.DataFrame({"g": [1], "a": [1]}).groupby("g").apply("to_csv")
