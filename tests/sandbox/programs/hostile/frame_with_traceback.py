# expect: denied
try:
    1 / 0
except Exception as e:
    result = e.with_traceback(None)
