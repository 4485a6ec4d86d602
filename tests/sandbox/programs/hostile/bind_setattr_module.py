# expect: rejected
setattr(np, "mean", 1)
