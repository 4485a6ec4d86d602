# expect: rejected
if (_witem_ := 1):
    pass
