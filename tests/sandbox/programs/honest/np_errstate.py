# result: 0.0
import numpy as np
a, b = np.array([1.0, 0.0]), np.array([0.0, 1.0])
with np.errstate(divide="ignore", invalid="ignore"):
    ratio = np.where(b != 0, a / b, np.nan)
result = float(np.nansum(ratio))
