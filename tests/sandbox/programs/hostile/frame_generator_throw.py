# expect: denied
def g():
    yield 1
result = g().throw(ValueError)
