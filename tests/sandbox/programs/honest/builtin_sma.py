# result: 8.0
result = float(sma(np.arange(10.0), 3)[-1])
