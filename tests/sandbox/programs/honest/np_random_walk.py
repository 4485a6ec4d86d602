# runs
import numpy as np
np.random.seed(0)
path = 100 + np.cumsum(np.random.randn(500))
result = path[-1]
