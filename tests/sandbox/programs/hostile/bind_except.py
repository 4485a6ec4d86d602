# expect: rejected
try:
    1 / 0
except Exception as _getattr_:
    pass
