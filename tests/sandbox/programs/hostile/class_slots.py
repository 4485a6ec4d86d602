# expect: rejected
class A:
    __slots__ = ("a",)
