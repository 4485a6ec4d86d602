# expect: rejected
@np.load
def f():
    pass
