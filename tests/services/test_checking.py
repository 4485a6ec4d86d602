import pytest

from quantboard.sandbox.outcomes import SourceRejected
from quantboard.services import strategies
from quantboard.services.checking import passed


def test_a_check_never_runs_anything():
    verdict = strategies.check("while True: pass\ndef signals(bars, p):\n    return Signals()\n")
    assert verdict.ok
    assert not strategies.check("def signals(bars, p):\n    return open('x')\n").ok


def test_what_does_not_pass_declares_nothing():
    with pytest.raises(SourceRejected):
        passed("import os\n")
    assert passed("def signals(bars, p):\n    return Signals()\n").params == ()
