# expect: timed_out memory failed
x = 7 ** (7 ** 9)
result = x % 3
