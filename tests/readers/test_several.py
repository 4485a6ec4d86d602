from dataclasses import replace
from pathlib import Path

import pytest

from quantboard.readers.read import read
from quantboard.readers.several import MixedIntervals, join

DATA = Path(__file__).parents[1] / "data"


def test_shared_bars_are_kept_once():
    one, other = (read(DATA / name, name) for name in ("kaggle.csv", "yahoo.csv"))
    table, report = join([(r.rows, r.report) for r in (one, other, one)], ["a", "b", "c"])
    assert table.symbols == ("AAA", "BBB", "yahoo")
    assert len(table.stamps) == report.rows_kept == 9
    assert report.rows_read == 16
    assert {f.code: f.count for f in report.findings}["duplicate_identical"] == 5
    assert table.bars().data_hash() == table.bars().data_hash()


def test_different_intervals_are_refused():
    found = read(DATA / "kaggle.csv", "kaggle.csv")
    hourly = replace(found.rows, interval="1h")
    with pytest.raises(MixedIntervals):
        join([(found.rows, found.report), (hourly, found.report)], ["a", "b"])
