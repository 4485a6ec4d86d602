# expect: rejected
result = eval("1")
