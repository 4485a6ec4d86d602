# expect: rejected
import numpy as np
np.ndarray.tofile(np.ones(1), "/tmp/qb_marker")
