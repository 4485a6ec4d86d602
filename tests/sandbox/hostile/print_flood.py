# expect: output_limit
def signals(bars, p):
    while True:
        print("x" * 10000)
