# expect: denied
def f(): pass
result = getattr(f, "__code__")
