# result: [1, 4, 9]
import numpy as np
result = np.vectorize(lambda v: v * v)(np.array([1, 2, 3])).tolist()
