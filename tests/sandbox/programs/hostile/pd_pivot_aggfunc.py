# expect: denied
import pandas as pd
pd.pivot_table(pd.DataFrame({"g": [1], "a": [1]}), values="a", index="g", aggfunc="to_csv")
