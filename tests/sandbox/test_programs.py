"""Whole programs, honest and hostile, one a file, through the real walls; effects are looked for from outside."""

import json
import os
import secrets
import socket
from pathlib import Path

import pytest

from quantboard.sandbox import scripts
from quantboard.sandbox.limits import Limits
from quantboard.sandbox.runner import Sandbox
from quantboard.sandbox.scripts import Inputs
from quantboard.sandbox.server import ForkServer

pytestmark = pytest.mark.slow  # each program is a process of its own

FOLDER = Path(__file__).parent / "programs"
HONEST, HOSTILE = (sorted((FOLDER / kind).glob("*.py")) for kind in ("honest", "hostile"))
MARKER = Path("/tmp/qb_marker")
ROOM = 256 << 20


@pytest.fixture(scope="module")
def tables(cache_dir):
    """A sandbox with pandas and the few built-ins that these programs name."""
    server = ForkServer(cache_dir=cache_dir, tables="now", built_ins=["sma", "rsi", "macd", "ema"])
    with server, Sandbox(server=server) as box:
        yield box


@pytest.fixture(scope="module")
def outside():
    """A listener and a secret file that no program may reach."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    listener.setblocking(False)
    secret = Path(f"/tmp/qb_secret_{os.getpid()}")
    secret.write_text(secrets.token_hex(16))
    secret.chmod(0o644)
    yield secret
    secret.unlink()
    with pytest.raises(BlockingIOError):
        listener.accept()
    listener.close()


def ran(box, source, seconds):
    return scripts.run(box, source, Inputs(Limits(wall_s=seconds, memory_bytes=ROOM, answer_bytes=1 << 20)))


def test_the_corpora_are_large():
    assert len(HONEST) >= 80
    assert len(HOSTILE) >= 150


@pytest.mark.parametrize("path", HONEST, ids=lambda path: path.stem)
def test_honest_work_runs_unchanged(tables, path):
    source = path.read_text()
    made = ran(tables, source, 30)
    assert made.outcome == "ok", made.error
    assert made.refusals == ()
    wanted = source.split("\n", 1)[0].partition("# result: ")[2]
    if wanted:
        assert made.result == json.loads(wanted)


@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path.stem)
def test_hostile_work_is_held(tables, outside, path):
    first, source = path.read_text().split("\n", 1)
    made = ran(tables, source, 1.0)
    assert made.outcome in first.removeprefix("# expect: ").split(), made
    told = json.dumps(made.as_json())
    assert "/work" not in told
    assert "Traceback" not in told
    assert not MARKER.exists()
    assert outside.read_text()


def test_what_one_run_changed_the_next_does_not_see(tables):
    assert ran(tables, "import random\nrandom.seed(1)\nx = 5\nresult = random.random()", 10).outcome == "ok"
    first = ran(tables, "import random\nresult = random.random()", 10).result
    assert ran(tables, "import random\nresult = random.random()", 10).result == first
    assert ran(tables, "result = x", 10).outcome == "rejected"
