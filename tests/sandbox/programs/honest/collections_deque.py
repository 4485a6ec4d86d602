# result: 2.0
from collections import deque
window = deque(maxlen=3)
for x in [5.0, 1.0, 2.0, 3.0]:
    window.append(x)
result = sum(window) / len(window)
