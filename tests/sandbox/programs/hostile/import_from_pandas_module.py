# expect: rejected
from pandas import io
