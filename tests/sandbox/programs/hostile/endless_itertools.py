# expect: timed_out memory
from itertools import count
result = sum(count())
