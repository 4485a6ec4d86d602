# result: [2, 2]
import numpy as np
import pandas as pd
r = pd.DataFrame(np.random.default_rng(1).normal(size=(50, 2)), columns=["a", "b"])
result = list((r.cov() * 252).shape)
