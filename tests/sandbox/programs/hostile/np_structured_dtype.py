# expect: denied
import numpy as np
result = np.dtype([("a", "O")])
