# expect: rejected
result = globals()
