# result: 6
from collections import namedtuple
Bar = namedtuple("Bar", "open close")
result = sum(b.close for b in [Bar(1, 2), Bar(3, 4)])
