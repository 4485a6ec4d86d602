# expect: memory timed_out
import pandas as pd
f = pd.DataFrame({"a": range(10**5)})
while True:
    f = pd.concat([f, f])
