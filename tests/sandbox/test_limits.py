import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from quantboard.sandbox.limits import Limits, missing

SCRIPT = Path(__file__).parent / "locked.py"
ESCAPES = {"read_file", "write_file", "connect", "shared_memory", "fork", "run_program", "new_user_namespace"}


@pytest.fixture(scope="module")
def attempts():
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    secret = Path(f"/tmp/qb_open_secret_{os.getpid()}")
    secret.write_text("secret")
    secret.chmod(0o644)

    def run(*without):
        arguments = [",".join(without), str(listener.getsockname()[1]), str(secret), str(os.getpid())]
        done = subprocess.run([sys.executable, "-P", str(SCRIPT), *arguments], capture_output=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    yield run
    listener.close()
    for left in secret.parent.glob(f"{secret.name}*"):
        left.rmdir() if left.is_dir() else left.unlink()


def test_nothing_gets_out_through_all_layers(attempts):
    told = attempts()
    assert not [name for name, result in told.items() if result == "succeeded"]
    assert told["run_program"] == "signal 31" or told["run_program"].endswith("Error")
    assert told["new_user_namespace"] == "signal 31"


def test_without_the_filter_landlock_still_holds_files_and_network(attempts):
    told = attempts("seccomp")
    assert told["read_file"] == told["write_file"] == "PermissionError"
    assert told["connect"] == "PermissionError"
    assert told["shared_memory"] == "succeeded"  # what the filter alone catches
    assert told["executable_memory"] == "succeeded"


def test_without_landlock_the_filter_still_holds_everything(attempts):
    told = attempts("landlock")
    assert not [name for name, result in told.items() if result == "succeeded"]


def test_without_both_a_readable_file_is_read(attempts):
    told = attempts("landlock", "seccomp")
    assert told["read_file"] == "succeeded"
    assert told["connect"] == "succeeded"


def test_without_rlimits_memory_is_unbounded(attempts):
    assert attempts()["much_memory"] == "OSError"
    assert attempts("rlimits")["much_memory"] == "succeeded"


def test_cpu_follows_the_wall_clock():
    assert Limits(wall_s=1.5).cpu_s == 3


def test_missing_layers_are_named():
    assert missing({}) == ["rlimits", "no_new_privs", "seccomp", "tried"]
    assert missing(dict.fromkeys(("rlimits", "no_new_privs", "tried"), "on") | {"seccomp": "off: x"}) == ["seccomp"]
