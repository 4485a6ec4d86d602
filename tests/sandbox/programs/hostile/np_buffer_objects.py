# expect: denied
import numpy as np
result = np.ndarray((1,), dtype=object, buffer=np.array([1]))
