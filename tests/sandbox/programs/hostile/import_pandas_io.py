# expect: rejected
import pandas.io.common
