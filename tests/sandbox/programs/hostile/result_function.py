# expect: failed
result = print
