# expect: timed_out memory
import numpy as np
a = np.ones((3000, 3000))
for i in range(1000):
    a = a @ a
