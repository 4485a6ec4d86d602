# result: {"1": 2, "2": 1}
import numpy as np
values, counts = np.unique([1, 1, 2], return_counts=True)
result = dict(zip(values.tolist(), counts.tolist()))
