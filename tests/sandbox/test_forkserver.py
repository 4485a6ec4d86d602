import subprocess
import sys
import time
from pathlib import Path

from quantboard.sandbox.forkserver import BLOCKED
from quantboard.sandbox.server import ForkServer


def test_it_ends_with_its_owners_line():
    server = ForkServer(only_check=True)
    server._socket.close()
    assert server.process.wait(20) == 0


def test_it_has_no_environment_of_its_own():
    with ForkServer(only_check=True) as server:
        found = Path(f"/proc/{server.process.pid}/environ")
        for _ in range(100):
            told = found.read_bytes()
            if b"PYTHONHASHSEED" in told:
                break
            time.sleep(0.01)
        assert b"HOME" not in told
        assert b"QUANTBOARD" not in told
        assert len(told.split(b"\0")) < 15


def test_no_child_is_left_behind(box, bars):
    box.evaluate("def signals(bars, p):\n    return Signals(entry=bars.close > 0)\n", bars, {})
    server = box._server.process.pid
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    assert len(children) == 1, "the server that waits for sources with pandas, and no run"


def test_heavy_and_secret_packages_are_blocked():
    assert {"pandas", "pyarrow", "sqlmodel", "redis", "structlog", "pydantic"} <= set(BLOCKED.split())


STEPS = """
import socket
from quantboard.sandbox import forkserver, limits

server = forkserver.Server(socket.socketpair()[0], {"without": ["namespaces"]})
for _ in range(4):  # up to the last step before the seal
    server._next_step()
    print(server.at_rest - limits.memory_at_rest())
"""


def test_the_memory_at_rest_grows_with_the_warm_up():
    """A check is answered between two steps; with the room of an earlier one it could not even be parsed."""
    told = subprocess.run([sys.executable, "-c", STEPS], capture_output=True, text=True, check=True).stdout
    assert [int(line) for line in told.split()] == [0, 0, 0, 0]
