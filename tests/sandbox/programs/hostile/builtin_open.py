# expect: rejected
result = open("/etc/passwd").read()
