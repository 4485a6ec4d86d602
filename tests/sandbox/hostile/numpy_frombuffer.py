# expect: rejected
def signals(bars, p):
    return np.frombuffer(b"12345678")
