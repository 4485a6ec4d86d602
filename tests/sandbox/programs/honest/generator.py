# result: [0, 1, 1, 2, 3]
def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b

from itertools import islice
result = list(islice(fib(), 5))
