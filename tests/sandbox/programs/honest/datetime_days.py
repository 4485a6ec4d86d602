# result: 30
from datetime import datetime, timedelta
start = datetime(2024, 1, 1)
result = (datetime.strptime("2024-01-31", "%Y-%m-%d") - start) // timedelta(days=1)
