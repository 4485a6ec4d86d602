# expect: rejected
def f(__metaclass__):
    pass
