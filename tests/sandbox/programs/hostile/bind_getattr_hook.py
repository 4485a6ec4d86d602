# expect: rejected
_getattr_ = print
