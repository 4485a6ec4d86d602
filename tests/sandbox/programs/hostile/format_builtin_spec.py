# expect: failed
result = format(1, "__class__")
