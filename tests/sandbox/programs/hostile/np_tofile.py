# expect: rejected
import numpy as np
np.ones(3).tofile("/tmp/qb_marker")
