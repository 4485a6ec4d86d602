# expect: rejected
import os
result = os.listdir("/")
