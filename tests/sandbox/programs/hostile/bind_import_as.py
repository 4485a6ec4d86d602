# expect: rejected
import math as __builtins__
