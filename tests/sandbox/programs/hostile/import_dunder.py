# expect: rejected
result = __import__("os")
