# expect: denied
def signals(bars, p):
    try:
        1 / 0
    except ZeroDivisionError as e:
        return e.with_traceback(None)
