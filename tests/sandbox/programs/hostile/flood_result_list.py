# expect: output_limit
result = [0] * 10**6
