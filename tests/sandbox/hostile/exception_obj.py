# expect: denied
def signals(bars, p):
    try:
        bars.nothing
    except Exception as e:
        return e.obj
