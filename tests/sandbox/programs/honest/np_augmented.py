# result: [1.0, 5.0, 3.0]
import numpy as np
x = np.array([1.0, 2.0, 3.0])
x[1] += 3
result = x.tolist()
