# result: "2024-01-31"
import pandas as pd
result = str((pd.Timestamp("2024-01-05") + pd.offsets.MonthEnd(1)).date())
