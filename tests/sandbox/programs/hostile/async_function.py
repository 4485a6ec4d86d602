# expect: rejected
async def f():
    await f()
