# expect: denied
import pandas as pd
pd.Categorical.from_codes([10**6], ["a"], validate=False)
