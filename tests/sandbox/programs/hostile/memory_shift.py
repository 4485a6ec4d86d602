# expect: memory timed_out failed
x = 1 << (1 << 40)
