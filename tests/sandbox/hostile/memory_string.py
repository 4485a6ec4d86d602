# expect: memory failed timed_out
def signals(bars, p):
    x = "x"
    while True:
        x = x + x
