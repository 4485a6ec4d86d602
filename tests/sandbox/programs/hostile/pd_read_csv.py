# expect: rejected
import pandas as pd
result = pd.read_csv("/etc/passwd")
