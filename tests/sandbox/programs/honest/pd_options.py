# runs
import warnings
import pandas as pd
warnings.filterwarnings("ignore")
pd.set_option("display.max_rows", 10)
result = pd.DataFrame({"a": [1]})
