# expect: rejected
def signals(bars, p):
    return np.fromfile("/etc/passwd")
