# expect: rejected
def signals(bars, p):
    return open("/etc/passwd").read()
