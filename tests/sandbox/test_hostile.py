"""Programs that try to get out, one a file; the effect is looked for from outside."""

import os
import secrets
import socket
from pathlib import Path

import numpy as np
import pytest

from quantboard.errors import QuantBoardError

FOLDER = Path(__file__).parent / "hostile"
PROGRAMS = sorted(FOLDER.glob("*.py"))
MARKER = Path("/tmp/qb_marker")
PROBE = "def signals(bars, p):\n    return Signals(entry=bars.close > bars.open)\n"


def outcome(box, source, bars):
    try:
        box.evaluate(source, bars, {})
    except QuantBoardError as error:
        return error
    return None


def test_the_corpus_is_large():
    assert len(PROGRAMS) >= 100


@pytest.fixture(scope="module")
def outside():
    """A secret file and a listener that no program may reach."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    listener.setblocking(False)
    secret = Path(f"/tmp/qb_secret_{os.getpid()}")
    secret.write_text(secrets.token_hex(16))
    secret.chmod(0o644)
    yield listener, secret
    secret.unlink()
    with pytest.raises(BlockingIOError):
        listener.accept()
    listener.close()


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_is_held(box, bars, outside, path):
    box.time_limit_s = 0.5
    first, source = path.read_text().split("\n", 1)
    wanted = first.removeprefix("# expect: ").split()
    error = outcome(box, source, bars)
    assert error is not None, "it ran"
    assert error.code.split(".")[1] in wanted, f"{error.code}: {error}"
    assert error.hint or error.code in ("code.failed", "code.memory", "code.rejected"), "no advice"
    assert "/work" not in str(error)
    assert "Traceback" not in str(error)
    assert not MARKER.exists()
    assert outside[1].read_text()


def test_honest_work_goes_on_after_all_of_them(box, bars):
    decision = box.evaluate(PROBE, bars, {})
    assert decision.signals.shape == bars.close.shape
    assert (decision.signals == np.where(bars.close > bars.open, 1, 0)).all()
