# expect: rejected
def f(): pass
result = f.__globals__
