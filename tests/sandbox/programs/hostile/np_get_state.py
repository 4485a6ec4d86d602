# expect: rejected denied
import numpy as np
result = np.random.get_state()
