# expect: failed denied
from collections import namedtuple
result = namedtuple("x", ["a", "b=print(1)"])
