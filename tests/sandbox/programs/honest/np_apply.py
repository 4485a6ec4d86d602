# result: [3, 7]
import numpy as np
result = np.apply_along_axis(sum, 1, np.array([[1, 2], [3, 4]])).tolist()
