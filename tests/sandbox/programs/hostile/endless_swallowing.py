# expect: timed_out
while True:
    try:
        while True:
            pass
    except Exception:
        pass
