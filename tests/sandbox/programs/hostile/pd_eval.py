# expect: rejected
import pandas as pd
result = pd.eval("__import__('os')")
