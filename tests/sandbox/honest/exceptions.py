# expect: signals
def signals(bars, p):
    try:
        x = 1 / 0
    except ZeroDivisionError as error:
        x = len(error.args)
    finally:
        y = 1
    if x + y != 2:
        raise ValueError("never")
    return Signals(entry=bars.close > 0)
