# result: 1.0
import numpy as np
result = round(float(np.corrcoef([1, 2, 3], [2, 4, 6])[0, 1]), 9)
