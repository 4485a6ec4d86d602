# expect: rejected
import random
result = random._os
