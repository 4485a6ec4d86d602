# expect: denied
print("x", file=print)
