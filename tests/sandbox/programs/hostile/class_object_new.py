# expect: rejected
result = object.__new__(object)
