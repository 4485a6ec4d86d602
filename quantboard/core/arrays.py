"""Names for the arrays that travel through the house."""

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]  # (T,) one value a bar
Panel = NDArray[np.float64]  # (T, N) T bars down, N symbols across, C-order, NaN = no bar
Mask = NDArray[np.bool_]  # (T,) or (T, N)
Codes = NDArray[np.int8]  # (T, N) small flags
Stamps = NDArray[np.int64]  # (T,) microseconds since 1970-01-01 UTC, ascending
