# expect: timed_out
x = [0]
while True:
    x[0] += 1
def signals(bars, p):
    return x
