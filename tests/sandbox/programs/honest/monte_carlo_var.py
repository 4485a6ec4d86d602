# runs
import numpy as np
rng = np.random.default_rng(1)
sims = rng.standard_normal((1000, 10)).sum(axis=1)
result = np.quantile(sims, 0.05)
