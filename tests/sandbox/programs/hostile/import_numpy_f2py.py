# expect: rejected
from numpy import f2py
