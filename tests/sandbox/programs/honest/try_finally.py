# result: ["tried", "done"]
log = []
try:
    log.append("tried")
finally:
    log.append("done")
result = log
