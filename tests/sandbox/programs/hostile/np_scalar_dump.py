# expect: denied
import numpy as np
np.float64(1).dump("/tmp/qb_marker")
