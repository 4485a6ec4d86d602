# expect: rejected
import numpy as np
np.mean = None
