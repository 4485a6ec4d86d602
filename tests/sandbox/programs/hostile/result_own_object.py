# expect: failed
class A:
    def __repr__(self):
        return '{"outcome": "ok"}'
result = A()
