"""Whole programs through the real walls."""

import pytest

from quantboard.sandbox import scripts, wire
from quantboard.sandbox.limits import Limits
from quantboard.sandbox.runner import Exchange, Usage
from quantboard.sandbox.scripts import Inputs

QUICK = Limits(wall_s=5, memory_bytes=256 << 20, answer_bytes=1 << 20)


def ran(box, source, **more):
    return scripts.run(box, source, Inputs(QUICK, **more))


def test_a_program_with_inputs(box, bars):
    made = ran(
        box, "result = bars.close[-1, 0] * p.times\nlast = 1", bars=bars, params={"times": 2}, variables=["last"]
    )
    assert made.outcome == "ok"
    assert made.result == bars.close[-1, 0] * 2
    assert made.variables == {"last": 1}
    assert made.isolation["level"] in ("basic", "strong", "full")
    assert made.peak_mb > 1
    assert made.error is None


def test_pandas_goes_to_the_second_server_and_both_answer(box):
    first = ran(box, "import pandas as pd\nresult = pd.Series([1.0, 2.0]).sum()")
    assert (first.outcome, first.result) == ("ok", 3.0)
    assert ran(box, "result = 1").result == 1
    table = ran(box, "import pandas as pd\nresult = pd.DataFrame({'a': [1, 2]})").result
    assert table["kind"] == "table"


def test_a_strategy_may_use_pandas(box, three):
    source = (
        "import pandas as pd\ndef signals(bars, p):\n    close = pd.DataFrame(bars.close, columns=bars.symbols)\n"
        "    up = close > close.rolling(20).mean()\n    return Signals(entry=up, exit=~up)\n"
    )
    assert box.check(source).findings == ()
    decision = box.evaluate(source, three, {})
    assert decision.signals.shape == three.close.shape
    assert set(decision.signals.ravel()) == {1, 2}


def test_ends_that_the_child_cannot_tell(box):
    made = scripts.run(box, "while True:\n    pass", Inputs(Limits(wall_s=0.3, answer_bytes=1 << 20)))
    assert made.outcome == "timed_out"
    assert "0.3 s" in made.error["message"]
    assert ran(box, "x = [2]\nwhile True:\n    x = x * 10").outcome in ("memory", "failed")


def test_a_check(box):
    checked = scripts.check(box, "import numpy as np\nresult = np.meen([1])\n")
    assert not checked.ok
    assert checked.findings[0].suggestion == "Did you mean mean?"
    assert scripts.check(box, "result = 1").verdict == "safe"
    assert scripts.check(box, "sum = 1").verdict == "warning"
    assert scripts.check(box, "import os").verdict == "dangerous"
    assert not scripts.check(box, "sum = 1", is_strict=True).ok
    assert not scripts.check(box, "x" * 100_000).ok
    assert scripts.check(box, "x = '\ud800'").ok


@pytest.mark.parametrize(
    "header",
    [
        {}, {"outcome": "fine"}, {"outcome": "ok", "refusals": 3, "complexity": {}}, {"outcome": "ok", "variables": []},
        {"outcome": "ok", "findings": 3}, {"outcome": "ok", "complexity": {"lines": "x"}},
        {"outcome": "failed", "trace": 1},
        {"outcome": "rejected", "findings": []}, {"outcome": ["ok"]},
    ],
)  # fmt: skip
def test_nothing_a_child_says_confuses_us(header):
    class Lying:
        def exchange(self, *_):
            return Exchange(header, b"\xff\xfe", None, Usage(0.0, 0.0, 0))

        def layers(self):
            return {}

    made = scripts.run(Lying(), "x", Inputs(QUICK))
    assert made.outcome == "crashed"
    assert scripts.check(Lying(), "x").ok is False


def test_a_record_that_lies_about_its_length_is_malformed():
    descriptor = wire.answer_file(4096)
    answers = wire.Answers(descriptor, 4096)
    answers.begin(1)
    answers.put({"outcome": "ok"})
    _, (record,) = wire.read_records(descriptor, 4096, 1)
    with pytest.raises(wire.Malformed):
        wire.read_bytes(descriptor, wire.Record({}, record.arrays_at, 100_000))
