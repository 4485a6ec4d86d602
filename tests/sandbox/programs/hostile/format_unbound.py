# expect: denied
f = getattr(str, "format")
result = f("{0.__class__}", 1)
