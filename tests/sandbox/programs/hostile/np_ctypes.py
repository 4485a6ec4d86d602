# expect: denied
import numpy as np
result = np.ones(3).ctypes
