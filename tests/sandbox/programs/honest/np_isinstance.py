# result: true
import numpy as np
result = isinstance(np.zeros(3), np.ndarray) and not isinstance(3, np.ndarray)
