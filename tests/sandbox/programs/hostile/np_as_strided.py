# expect: rejected
import numpy as np
result = np.lib.stride_tricks.as_strided(np.ones(2), (10**9,), (8,))
