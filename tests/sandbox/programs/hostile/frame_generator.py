# expect: rejected
g = (i for i in [1])
result = g.gi_frame.f_back
