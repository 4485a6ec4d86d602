# expect: rejected
import pandas as pd
class A(pd.DataFrame):
    pass
