# expect: rejected
for _getattr_ in [1]:
    pass
