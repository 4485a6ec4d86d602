# expect: denied
def g():
    yield 1
result = getattr(g(), "gi_frame")
