# expect: rejected
result = id(1)
