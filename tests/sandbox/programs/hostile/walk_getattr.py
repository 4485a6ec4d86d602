# expect: denied
result = getattr((), "__cl" "ass__")
