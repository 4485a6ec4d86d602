# result: -2.0
import numpy as np
result = float(np.percentile([-3.0, -2.0, -1.0, 0.0, 1.0], 25))
