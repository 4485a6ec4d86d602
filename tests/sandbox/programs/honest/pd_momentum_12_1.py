# runs
import numpy as np
import pandas as pd
idx = pd.date_range("2020-01-31", periods=36, freq="ME")
prices = pd.DataFrame(100 * np.exp(np.random.default_rng(3).normal(0, 0.05, (36, 4)).cumsum(axis=0)), index=idx)
momentum = prices.shift(1) / prices.shift(12) - 1
ranks = momentum.rank(axis=1, pct=True)
result = ranks
