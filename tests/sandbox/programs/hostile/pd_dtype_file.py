# expect: denied
import pandas as pd
pd.Series(["2020"]).astype("datetime64[ns, dateutil//etc/passwd]")
