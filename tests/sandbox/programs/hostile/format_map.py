# expect: rejected
result = "{a}".format_map({"a": 1})
