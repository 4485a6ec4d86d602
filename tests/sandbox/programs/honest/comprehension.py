# result: {"A": 2.0}
prices = {"A": [1.0, 2.0], "B": []}
result = {k: v[-1] for k, v in prices.items() if v}
