# expect: rejected
class A:
    def f(self):
        return super().f()
