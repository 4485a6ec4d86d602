# expect: rejected
result = "{0.__class__}".format(np)
