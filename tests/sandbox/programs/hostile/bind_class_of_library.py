# expect: denied
import pandas as pd
pd.DataFrame.mean = None
