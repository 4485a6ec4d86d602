# runs
import numpy as np
rng = np.random.default_rng(42)
r = rng.normal(0.001, 0.01, 252)
result = r.mean() / r.std(ddof=1) * np.sqrt(252)
