# result: 1
import numpy as np
rng = np.random.default_rng(5)
close = 100 * np.exp(np.cumsum(rng.normal(0, 0.01, 200)))
position, trades = 0, []
for i in range(20, len(close)):
    mean = close[i - 20:i].mean()
    if close[i] > mean and position == 0:
        position = 1
        trades.append(("buy", i, close[i]))
    elif close[i] < mean and position == 1:
        position = 0
        trades.append(("sell", i, close[i]))
result = 1 if trades else 0
