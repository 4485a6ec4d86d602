# expect: denied
result = getattr(lambda: 1, "__closure__")
