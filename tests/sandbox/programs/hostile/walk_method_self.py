# expect: rejected
result = [].append.__self__
