# expect: rejected
def signals(bars, p):
    return ().__class__.__base__.__subclasses__()
