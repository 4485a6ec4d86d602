# expect: rejected
try:
    pass
except* ValueError:
    pass
