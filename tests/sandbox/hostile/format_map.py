# expect: rejected
def signals(bars, p):
    return "{a}".format_map({"a": 1})
