# result: 6
import itertools
result = len(list(itertools.product([5, 10], [20, 50, 100])))
