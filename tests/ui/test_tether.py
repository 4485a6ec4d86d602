import subprocess
import sys

import psutil

START = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", {child!r}])
print(child.pid, flush=True)
time.sleep(60)
"""
CHILD = """
import asyncio
from quantboard.ui import tether
async def live():
    async with tether.run():
        await asyncio.sleep(60)
asyncio.run(live())
"""


def test_a_web_process_ends_with_the_one_that_started_it():
    with subprocess.Popen([sys.executable, "-c", START.format(child=CHILD)], stdout=subprocess.PIPE, text=True) as main:
        web = psutil.Process(int(main.stdout.readline()))
        while web.num_threads() < 2:  # it looks already
            pass
        main.kill()
        main.wait()
        psutil.wait_procs([web], timeout=20)
    assert not web.is_running() or web.status() == psutil.STATUS_ZOMBIE
