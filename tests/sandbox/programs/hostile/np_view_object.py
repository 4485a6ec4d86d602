# expect: denied
import numpy as np
result = np.array([1]).view("O")
