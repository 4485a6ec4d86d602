from quantboard.readers.read import read

HEAD = "time,open,high,low,close,volume\n"


def minutes(tmp_path, name, first, count, days=3):
    rows = []
    for day in range(days):
        span = range(first, first + count)
        rows += [f"2021-01-{4 + day:02d} {at // 60:02d}:{at % 60:02d},1,2,0.5,1,{at}" for at in span]
    path = tmp_path / name
    path.write_text(HEAD + "\n".join(rows) + "\n")
    return path


def test_hours_of_new_york_are_assumed_and_said(tmp_path):
    found = read(minutes(tmp_path, "a.csv", 570, 390), "a.csv")
    assert (found.plan.zone, found.plan.stamp) == ("America/New_York", "start")
    assert "timezone_assumed" in {note.code for note in found.notes}
    assert found.rows.stamps[0] == 1_609_770_660_000_000  # 2021-01-04 09:31 in New York, its close, is 14:31 UTC


def test_stamps_at_the_end_of_the_bar_are_seen(tmp_path):
    path = minutes(tmp_path, "a.csv", 571, 390)
    assert read(path, "a.csv").plan.stamp == "close"
    assert read(path, "a.csv", {"stamp": "start"}).plan.stamp == "start"


def test_a_clock_that_nothing_tells_is_utc(tmp_path):
    found = read(minutes(tmp_path, "a.csv", 0, 1440, days=1), "a.csv")
    assert found.plan.zone == "UTC"
    assert "timezone_unknown" in {note.code for note in found.notes}
