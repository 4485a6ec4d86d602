# expect: rejected
def f():
    import subprocess
    return subprocess.run(["id"])
result = f()
