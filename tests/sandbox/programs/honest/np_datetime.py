# result: 31
import numpy as np
days = np.arange("2020-01-01", "2020-02-01", dtype="datetime64[D]")
result = len(days)
