# expect: rejected
result = compile("1", "x", "eval")
