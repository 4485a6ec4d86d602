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


def test_gaps_are_those_of_the_whole(tmp_path) -> None:
    days = [f"2019-03-{d:02d}" for d in range(4, 30) if d not in (9, 10, 16, 17, 23, 24)]
    days += [f"2019-04-{d:02d}" for d in range(1, 13) if d not in (6, 7)]
    parts, names = [], []
    for name, some in (("a.csv", days[:24]), ("b.csv", days[25:])):
        path = tmp_path / name
        path.write_text("Symbol,Date,Open,High,Low,Close\n" + "".join(f"A,{day},1,2,0.5,1\n" for day in some))
        found = read(path, name, calendars=True)
        parts.append((found.rows, found.report))
        names.append(name)
    _, report = join(parts, names)
    assert (report.calendar, report.coverage[0].missing) == ("XNYS", 1)
    assert [finding.code for finding in report.findings].count("missing_sessions") == 1
