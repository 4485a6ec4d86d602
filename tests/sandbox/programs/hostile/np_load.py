# expect: rejected
import numpy as np
result = np.load("/etc/passwd")
