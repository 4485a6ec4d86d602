# expect: denied
class A:
    def f(self):
        return 1
result = A().f.im_func
