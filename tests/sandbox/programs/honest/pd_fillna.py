# result: [0.0, 1.0, 1.0]
import numpy as np
import pandas as pd
result = pd.Series([np.nan, 1.0, np.nan]).ffill().fillna(0).tolist()
