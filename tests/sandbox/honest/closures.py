# expect: signals
def signals(bars, p):
    total = 0
    def count(x):
        nonlocal total
        total += 1
        return x > 0
    entry = count(bars.close)
    return Signals(entry=entry if total == 1 else None)
