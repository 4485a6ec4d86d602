# expect: rejected
class A(metaclass=type):
    pass
