# expect: failed
def f():
    return f()
f()
