# expect: denied
import pandas as pd
result = pd.DataFrame({"a": [1]}).style
