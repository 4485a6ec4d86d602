# result: "AAPL   12.50%"
result = f"{'AAPL':<6}{0.125:>7.2%}"
