# expect: denied
import pandas as pd
pd.crosstab([1], [1], values=[1], aggfunc="to_csv")
