# expect: rejected
def signals(bars, p):
    try:
        pass
    except ValueError as _getattr_:
        pass
