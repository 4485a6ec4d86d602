# expect: rejected
import pandas as pd
def signals(bars, p):
    return pd.read_csv("/etc/passwd")
