# expect: rejected
class A(dict):
    pass
