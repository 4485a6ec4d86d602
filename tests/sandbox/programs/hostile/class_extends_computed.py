# expect: denied
def base():
    return int
B = base()
class A(B):
    pass
