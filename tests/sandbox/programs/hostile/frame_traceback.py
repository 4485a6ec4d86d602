# expect: rejected
try:
    1 / 0
except Exception as e:
    result = e.__traceback__.tb_frame
