# expect: rejected
raise KeyboardInterrupt
