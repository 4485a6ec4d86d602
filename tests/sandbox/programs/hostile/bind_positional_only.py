# expect: rejected
def f(_getattr_, /):
    return [].append
