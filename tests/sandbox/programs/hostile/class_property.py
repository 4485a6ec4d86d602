# expect: rejected
class A:
    @property
    def x(self):
        return 1
