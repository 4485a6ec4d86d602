# expect: rejected
from numpy import *
