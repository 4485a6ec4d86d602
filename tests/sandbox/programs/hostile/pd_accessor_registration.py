# expect: rejected
import pandas as pd
pd.api.extensions.register_series_accessor("x")
