# expect: timed_out
result = sorted([1, 2], key=lambda x: sum(1 for _ in iter(int, 1)))
