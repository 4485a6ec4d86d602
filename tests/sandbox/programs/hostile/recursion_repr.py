# expect: failed
x = []
x.append(x)
y = x
for i in range(100_000):
    y = [y]
result = y
