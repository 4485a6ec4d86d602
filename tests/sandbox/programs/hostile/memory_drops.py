# expect: memory timed_out
x = []
while True:
    x.append("x" * 100_000 + str(len(x)))
