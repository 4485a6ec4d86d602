# expect: rejected
match 1:
    case int(real=x):
        result = x
