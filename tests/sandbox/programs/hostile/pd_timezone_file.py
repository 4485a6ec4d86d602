# expect: denied
import pandas as pd
pd.date_range("2020", periods=1).tz_localize("dateutil//etc/passwd")
