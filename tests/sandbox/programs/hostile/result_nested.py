# expect: failed
result = [[[[[[1]]]]]]
