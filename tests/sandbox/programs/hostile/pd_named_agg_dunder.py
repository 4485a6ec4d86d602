# expect: denied
import pandas as pd
pd.DataFrame({"g": [1], "a": [1]}).groupby("g").agg(x=("a", "__class__"))
