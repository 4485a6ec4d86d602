# expect: denied
import pandas as pd
pd.DataFrame({"g": [1], "a": [1]}).groupby("g").agg(x=pd.NamedAgg("a", "to_csv"))
