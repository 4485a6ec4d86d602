# expect: denied
def f(x: open("/tmp/qb_marker", "w")):
    return x
result = f(1).y
