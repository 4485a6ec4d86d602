# expect: denied
import numpy as np
result = np.random.default_rng(1).bit_generator
