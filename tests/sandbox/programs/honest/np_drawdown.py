# result: -0.5
import numpy as np
equity = np.array([1.0, 2.0, 1.0, 3.0])
peak = np.maximum.accumulate(equity)
result = float((equity / peak - 1).min())
