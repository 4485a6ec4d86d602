# expect: rejected
def signals(bars, p):
    try:
        pass
    except* ValueError:
        pass
