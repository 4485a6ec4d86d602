# expect: denied
result = type("A", (object,), {})
