import pytest

from quantboard.sandbox.limits import Limits
from quantboard.sandbox.scripts import Inputs
from quantboard.services import scratchpad


def test_a_file_is_read_as_text(tmp_path):
    file = tmp_path / "a.py"
    file.write_bytes(b"\xef\xbb\xbfx = 1\n\xff")
    assert scratchpad.read_source(file) == "x = 1\n\ufffd"
    with pytest.raises(scratchpad.UnreadableSource):
        scratchpad.read_source(tmp_path / "none.py")


def test_limits_stay_within_bounds():
    assert scratchpad.limits_of(5, 100).memory_bytes == 100 << 20
    assert scratchpad.limits_of(999, 99_999).wall_s == 300


def test_a_program_runs_with_no_more_than_it_names():
    inputs = Inputs(Limits(wall_s=10, answer_bytes=1 << 20))
    made = scratchpad.run_here("import talib\nresult = talib.SMA(np.arange(9.0), 3)[-1]", inputs)
    assert (made.outcome, made.result) == ("ok", 7.0)
    assert scratchpad.check_here("import os").verdict == "dangerous"
