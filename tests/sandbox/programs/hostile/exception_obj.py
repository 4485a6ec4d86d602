# expect: denied
try:
    [].nothing
except Exception as e:
    result = getattr(e, "obj")
