# expect: rejected
async def signals(bars, p):
    return 1
