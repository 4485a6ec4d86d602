# result: [2.0, 3.0, 4.0]
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
result = sliding_window_view(np.arange(1.0, 6.0), 3).mean(axis=1).tolist()
