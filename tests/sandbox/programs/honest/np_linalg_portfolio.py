# result: [0.5, 0.5]
import numpy as np
cov = np.array([[0.04, 0.0], [0.0, 0.04]])
w = np.linalg.solve(cov, np.ones(2))
w /= w.sum()
result = w.tolist()
