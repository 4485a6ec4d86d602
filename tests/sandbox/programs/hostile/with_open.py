# expect: rejected
with open("/tmp/qb_marker", "w") as f:
    f.write("x")
