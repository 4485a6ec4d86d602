# expect: rejected
def signals(bars, p):
    return np.load("/etc/passwd", allow_pickle=True)
