# expect: rejected
raise SystemExit(0)
