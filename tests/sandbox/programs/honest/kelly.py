# result: 0.2
def kelly(p, b):
    return p - (1 - p) / b

result = round(kelly(0.6, 1.0), 6)
