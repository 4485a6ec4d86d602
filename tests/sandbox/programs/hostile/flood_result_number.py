# expect: output_limit timed_out
result = 3 ** 1_000_000
