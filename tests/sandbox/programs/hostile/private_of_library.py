# expect: denied
import numpy as np
result = np.ones(2)._data
