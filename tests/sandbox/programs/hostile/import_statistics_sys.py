# expect: rejected
from statistics import sys
