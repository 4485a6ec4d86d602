import subprocess
import sys

import pytest

from quantboard.sandbox.outcomes import SandboxUnavailable
from quantboard.sandbox.runner import Sandbox
from quantboard.sandbox.server import ForkServer

SOURCE = "def signals(bars, p):\n    return Signals()\n"


def test_a_small_server_checks_without_loading_kernels():
    with Sandbox(only_check=True) as box:
        assert box.check(SOURCE).ok
        assert not box.check("import os").ok


def test_closing_twice_is_fine():
    server = ForkServer(only_check=True)
    server.close()
    assert not server.is_alive


def test_other_systems_are_refused(monkeypatch):
    monkeypatch.setattr("sys.platform", "darwin")
    with pytest.raises(SandboxUnavailable, match="Linux"):
        ForkServer()


def test_the_small_server_needs_no_numpy():
    told = subprocess.run(
        [sys.executable, "-c", "import sys; from quantboard.sandbox import forkserver; print('numpy' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "False"
