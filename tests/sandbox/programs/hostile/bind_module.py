# expect: rejected
import pandas as pd
pd = 1
