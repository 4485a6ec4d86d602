# expect: rejected
result = ().__ｃlass__
