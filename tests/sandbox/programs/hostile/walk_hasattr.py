# expect: denied
x = hasattr([], "__class__")
result = getattr(getattr([], "__class__"), "__base__")
