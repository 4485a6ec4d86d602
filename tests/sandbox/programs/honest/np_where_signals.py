# result: [0, 1, -1]
import numpy as np
fast, slow = np.array([1, 3, 1]), np.array([1, 2, 2])
result = np.where(fast > slow, 1, np.where(fast < slow, -1, 0)).tolist()
