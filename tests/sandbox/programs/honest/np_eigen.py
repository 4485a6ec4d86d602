# result: 3.0
import numpy as np
values, vectors = np.linalg.eigh(np.array([[2.0, 1.0], [1.0, 2.0]]))
result = round(float(values.max()), 9)
