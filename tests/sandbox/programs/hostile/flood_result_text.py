# expect: output_limit
result = "x" * 10**7
