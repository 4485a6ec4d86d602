# expect: denied
from functools import partial
result = partial(print).func
