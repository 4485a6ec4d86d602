# expect: denied
import numpy as np
np.ones(3).setflags(write=True)
