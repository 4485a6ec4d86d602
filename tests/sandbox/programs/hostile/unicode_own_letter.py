# expect: denied
ˍx = 1
result = _x.real.y
