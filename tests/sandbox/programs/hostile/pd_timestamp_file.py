# expect: ok denied failed
import pandas as pd
pd.Timestamp("2020", tz="dateutil//etc/passwd")
