# expect: rejected
result = memoryview(b"x")
