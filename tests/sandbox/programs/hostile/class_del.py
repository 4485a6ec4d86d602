# expect: rejected
class A:
    def __del__(self):
        print("x")
